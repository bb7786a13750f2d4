-- SPDX-License-Identifier: MIT
-- Purpose: could this number and code, as they were typed, be a ticket's? Only what could be is a guess that counts
--          against who shows it. A number with a wrong digit never is, and is told: its check character says so to anybody.
-- Parameters: p_number, p_code as typed
-- Returns: boolean; false when either has not the form of one
-- Errors: HP404 number_mistyped
create or replace function hippo.scan_is_guess(p_number text, p_code text) returns boolean
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if hippo.ticket_id(p_number) is not null then
        return coalesce(replace(hippo.typed_plain(p_code), '-', '') ~ '^[0-9A-HJKMNP-TV-Z]{8}$', false);
    elsif hippo.ticket_id_unchecked(hippo.typed_plain(p_number)) is not null then
        perform hippo.refuse(404, 'number_mistyped', 'a digit of the ticket''s number is wrong: compare it with the paper');
    end if;
    return false;
end
$$;
