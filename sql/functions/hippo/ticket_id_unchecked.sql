-- SPDX-License-Identifier: MIT
-- Purpose: the ticket that a number names by its digits alone, whatever its check character says.
-- Parameters: p_number as hippo.typed_plain gives it
-- Returns: bigint; null when it has not the form of a ticket's number
create or replace function hippo.ticket_id_unchecked(p_number text) returns bigint
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_parts text[] := regexp_match(p_number, '^([0-9]{2,3})-([0-9]{2})([0-9]{4,9})-[0-9X]$');
    v_id bigint := v_parts[1]::bigint * 100000000000 + v_parts[2]::bigint * 1000000000 + v_parts[3]::bigint;
begin
    if left(hippo.ticket_number(v_id), -1) = left(p_number, -1) then -- not with zeros that no number has
        return v_id;
    end if;
    return null;
end
$$;
