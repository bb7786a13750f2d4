-- SPDX-License-Identifier: MIT
-- Purpose: the ticket that somebody can prove to hold.
-- Parameters: p_number, p_code as printed or typed; in a code, I and L are read as 1 and O as 0
-- Returns: bigint; null when there is no such ticket or the code is not its own
create or replace function hippo.ticket_proven(p_number text, p_code text) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select t.ticket_id from hippo.ticket t
        where t.ticket_id = hippo.ticket_id(p_number)
            and t.code_hash = hippo.ticket_code_hash(hippo.ticket_number(t.ticket_id),
                                                     translate(upper(btrim(p_code)), 'ILO', '110')));
end
$$;
