-- SPDX-License-Identifier: MIT
-- Purpose: refuses a text with characters that nobody sees: two names that look the same must be the same.
-- Parameters: p_text may be null; p_name of the parameter
-- Errors: HP400 bad_characters, with the name
create or replace function hippo.showable_require(p_text text, p_name text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if not hippo.is_showable(p_text) then
        perform hippo.refuse(400, 'bad_characters',
                             p_name || ' has characters that cannot be seen, or that turn the text around: type it anew',
                             jsonb_build_object('name', p_name));
    end if;
end
$$;
