-- SPDX-License-Identifier: MIT
-- Purpose: the ticket that somebody can prove to hold.
-- Parameters: p_number, p_code as printed or typed (hippo.typed_plain); hyphens in a code are nothing
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
                                                     replace(hippo.typed_plain(p_code), '-', '')));
end
$$;
