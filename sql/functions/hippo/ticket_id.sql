-- SPDX-License-Identifier: MIT
-- Purpose: the ticket that a printed or typed number names.
-- Parameters: p_number as hippo.typed_plain takes it
-- Returns: bigint; null when it is no number of a ticket, or a digit is wrong
create or replace function hippo.ticket_id(p_number text) returns bigint
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_number text := hippo.typed_plain(p_number);
    v_id bigint := hippo.ticket_id_unchecked(v_number);
begin
    if hippo.ticket_number(v_id) = v_number then
        return v_id;
    end if;
    return null;
end
$$;
