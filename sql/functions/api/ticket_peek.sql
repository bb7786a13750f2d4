-- SPDX-License-Identifier: MIT
-- Purpose: a ticket for whoever holds it: number and validation code prove that. A wrong number and a wrong code look the same.
-- Parameters: p_number, p_code as printed
-- Returns: json as hippo.ticket_json; null when either is wrong
create or replace function api.ticket_peek(p_number text, p_code text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (select hippo.ticket_json(t) from hippo.ticket t where t.ticket_id = hippo.ticket_proven(p_number, p_code));
end
$$;
