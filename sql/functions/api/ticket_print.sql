-- SPDX-License-Identifier: MIT
-- Purpose: what to print for a ticket: the original right after the sale, or the last duplicate that was asked for. For a
--          ticket that money is due on there is no original any more: its code can be cashed, so showing it has to leave a
--          trace (api.ticket_copy).
-- Parameters: p_token_hash; p_number
-- Returns: json as hippo.ticket_print_json; null when there is none that the user may print
-- Errors: HP401; HP403
create or replace function api.ticket_print(p_token_hash bytea, p_number text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
begin
    return (select hippo.ticket_print_json(t, t.copies) from hippo.ticket t
            where t.ticket_id = hippo.ticket_id(p_number) and hippo.ticket_is_open_to(v_user, t.till_session_id)
                and (t.copies > 0 or t.state not in ('won', 'refundable')));
end
$$;
