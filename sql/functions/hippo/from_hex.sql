-- SPDX-License-Identifier: MIT
-- Purpose: bytes from the hexadecimal text that daemons send.
-- Parameters: p_hex
-- Returns: bytea
-- Errors: HP400 not hexadecimal
create or replace function hippo.from_hex(p_hex text) returns bytea
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    -- What was sent may be a secret: it is not repeated in the message, nor in the server's log.
    if (p_hex ~ '^([0-9a-fA-F]{2})*$') is not true then
        raise exception 'not hexadecimal' using errcode = 'HP400';
    end if;
    return decode(p_hex, 'hex');
end
$$;
