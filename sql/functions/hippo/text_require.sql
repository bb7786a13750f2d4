-- SPDX-License-Identifier: MIT
-- Purpose: a text that will be shown or printed: not empty, not too long, on one line, and nothing in it that nobody sees.
-- Parameters: p_text; p_longest; p_name of the parameter
-- Returns: text, without blanks of any kind around it, in NFC
-- Errors: HP400 bad_parameter, bad_characters
create or replace function hippo.text_require(p_text text, p_longest integer, p_name text) returns text
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_blanks constant text :=
        U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000';
    v_text text := normalize(btrim(p_text, c_blanks), NFC);
begin
    perform hippo.require(length(v_text) between 1 and p_longest and v_text !~ '[[:cntrl:]]', p_name),
            hippo.showable_require(v_text, p_name);
    return v_text;
end
$$;
