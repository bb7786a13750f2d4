-- SPDX-License-Identifier: MIT
-- Purpose: the count of a closed till session was wrong: the shop's safe got more or less than was booked, and the variance
--          was another one. One entry puts both right; the report of the close stands.
-- Parameters: p_session closed, its till's row held; p_user who corrects; p_counted what there really was; p_entry of the
--             recount, not yet written
-- Errors: HP403 own_variance, same_person, rights_too_new; HP409 already_corrected, same_count
create or replace function hippo.session_correct(
    p_session hippo.till_session, p_user hippo.app_user, p_counted bigint, p_entry hippo.journal) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_more bigint := p_counted - p_session.counted_minor;
    v_shop integer := (select shop_id from hippo.till where till_id = p_session.till_id);
begin
    if p_user.user_id in (p_session.user_id, p_session.counted_by, p_session.closed_by) then
        perform hippo.refuse(403, 'own_variance', 'another person has to correct this count');
    elsif p_session.corrected_seq is not null then
        perform hippo.refuse(409, 'already_corrected', 'this count has been corrected: a count is corrected once');
    elsif v_more = 0 then
        perform hippo.refuse(409, 'same_count', 'this is what was counted before: there is nothing to correct');
    end if;
    perform hippo.other_person_require(p_user, other, p_session.opened_at)
    from unnest(array[p_session.user_id, p_session.counted_by, p_session.closed_by]) other;
    p_entry.action := 'count_correction';
    if v_more > 0 then
        p_entry := hippo.posting(p_entry, 'shop_safe', v_shop, 'variance', v_shop, v_more);
    else
        p_entry := hippo.posting(p_entry, 'variance', v_shop, 'shop_safe', v_shop, -v_more);
    end if;
    update hippo.till_session set corrected_seq = hippo.journal_append(p_entry), corrected_minor = p_counted
    where till_session_id = p_session.till_session_id;
end
$$;
