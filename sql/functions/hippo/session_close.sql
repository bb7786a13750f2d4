-- SPDX-License-Identifier: MIT
-- Purpose: closes a counted till session: posts what was short or over, and brings what was counted to the shop's safe,
--          so that the till's cash is nothing.
-- Parameters: p_session counted; p_user who closes; p_token_hash of the request; p_reason for the variance, may be null
create or replace function hippo.session_close(
    p_session hippo.till_session, p_user hippo.app_user, p_token_hash bytea, p_reason text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_variance bigint := p_session.counted_minor - p_session.expected_minor;
    v_shop integer := (select shop_id from hippo.till where till_id = p_session.till_id);
    v_entry hippo.journal := hippo.journal_entry(p_token_hash, p_user.user_id, p_session.till_id, 'count', null);
begin
    v_entry.at := hippo.clock();
    v_entry.reason := p_reason;
    if v_variance < 0 then
        perform hippo.posting_extra(v_entry, 'short', 'variance', v_shop, 'till_cash', p_session.till_id, -v_variance);
    elsif v_variance > 0 then
        perform hippo.posting_extra(v_entry, 'over', 'till_cash', p_session.till_id, 'variance', v_shop, v_variance);
    end if;
    if p_session.counted_minor > 0 then
        perform hippo.posting_extra(v_entry, 'close', 'shop_safe', v_shop, 'till_cash', p_session.till_id,
                                    p_session.counted_minor);
    end if;
    update hippo.till_session
    set state = 'closed', closed_at = v_entry.at, closed_by = p_user.user_id, reason = coalesce(p_reason, reason),
        closed_seq = (select seq from hippo.till_book where till_id = p_session.till_id)
    where till_session_id = p_session.till_session_id;
end
$$;
