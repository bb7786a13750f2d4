-- SPDX-License-Identifier: MIT
-- Purpose: a ticket for whoever holds it: number and validation code prove that. A wrong number and a wrong code look the same.
-- Parameters: p_number, p_code as printed or typed
-- Returns: json as hippo.ticket_json; null when either is wrong, which counts as a guess
-- Errors: HP404 number_mistyped; not_found for what could not be a number or a code: neither is a guess
create or replace function api.ticket_peek(p_number text, p_code text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if not hippo.scan_is_guess(p_number, p_code) then
        perform hippo.refuse(404, 'not_found', 'there is no ticket with this number and code: compare both with the paper');
    end if;
    return (select hippo.ticket_json(t) from hippo.ticket t where t.ticket_id = hippo.ticket_proven(p_number, p_code));
end
$$;
