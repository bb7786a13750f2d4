-- SPDX-License-Identifier: MIT
-- Purpose: the ticket that a printed or typed number names.
-- Parameters: p_number; blanks around it and a small x are forgiven, nothing else is
-- Returns: bigint; null when it is no number of a ticket, or a digit is wrong
create or replace function hippo.ticket_id(p_number text) returns bigint
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_parts text[] := regexp_match(upper(btrim(p_number)), '^([0-9]{2,3})-([0-9]{2})([0-9]{4,9})-[0-9X]$');
    v_id bigint := v_parts[1]::bigint * 100000000000 + v_parts[2]::bigint * 1000000000 + v_parts[3]::bigint;
begin
    if hippo.ticket_number(v_id) = upper(btrim(p_number)) then
        return v_id;
    end if;
    return null;
end
$$;
