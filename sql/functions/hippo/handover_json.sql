-- SPDX-License-Identifier: MIT
-- Purpose: what waits at a till for its next cashier (hippo.handover_waiting).
-- Parameters: p_till_id
-- Returns: json {sessionId, cashier, amount, at}; null when nothing does
create or replace function hippo.handover_json(p_till_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object('sessionId', h.till_session_id, 'cashier', hippo.user_json(h.user_id), 'amount', h.amount,
                                 'at', hippo.rfc3339(h.at))
        from hippo.handover_waiting(p_till_id) h);
end
$$;
