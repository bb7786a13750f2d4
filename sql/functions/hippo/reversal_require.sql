-- SPDX-License-Identifier: MIT
-- Purpose: may this user reverse this movement?
-- Parameters: p_user supervisor or admin; p_till_id, its row held; p_session of the till that is not closed, or none; p_old
--             the entry, or none
-- Errors: HP403 another shop's, own_movement, same_person, rights_too_new; HP404 no such movement; HP409 not_reversible, till_closed, already_reversed
create or replace function hippo.reversal_require(
    p_user hippo.app_user, p_till_id bigint, p_session hippo.till_session, p_old hippo.journal) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_user.role = 'supervisor' and p_user.shop_id <> (select shop_id from hippo.till where till_id = p_till_id) then
        perform hippo.refuse(403, 'forbidden', 'the till is in another shop');
    elsif p_old.seq is null then
        perform hippo.refuse(404, 'not_found', 'the till has no such movement');
    elsif p_old.amount is null or p_old.action not in (
        'till_open', 'deposit', 'withdrawal', 'cash_in', 'cash_out', 'supply', 'drop') then
        perform hippo.refuse(409, 'not_reversible',
                             format('a %s is not reversed: only movements of cash and floats are', p_old.action));
    elsif p_session.till_session_id is null or p_old.seq < p_session.opened_seq then
        perform hippo.refuse(409, 'till_closed', 'the session is closed: its count can be corrected, its movements stand');
    elsif p_user.user_id in (p_old.user_id, p_session.user_id) then
        perform hippo.refuse(403, 'own_movement',
                             'another person has to reverse this: neither who made it nor who has the till');
    elsif exists (select from hippo.journal where scope = p_till_id and seq > p_old.seq and action = 'reversal'
                  and subject = p_old.seq::text) then
        perform hippo.refuse(409, 'already_reversed', 'this movement has been reversed');
    end if;
    perform hippo.other_person_require(p_user, other, p_session.opened_at)
    from unnest(array[p_old.user_id, p_session.user_id]) other;
end
$$;
