-- SPDX-License-Identifier: MIT
-- Purpose: one ticket.
-- Parameters: p_token_hash; p_number as printed
-- Returns: json as hippo.ticket_full_json; null when there is none that the user may see
-- Errors: HP401
create or replace function api.ticket_get(p_token_hash bytea, p_number text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
begin
    return (select hippo.ticket_full_json(t) from hippo.ticket t
            where t.ticket_id = hippo.ticket_id(p_number) and hippo.ticket_is_open_to(v_user, t.till_session_id));
end
$$;
