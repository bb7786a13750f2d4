-- SPDX-License-Identifier: MIT
-- Purpose: a text that will be shown or printed: not empty, not too long, on one line.
-- Parameters: p_text; p_longest; p_name of the parameter
-- Returns: text, without blanks around it, in NFC
-- Errors: HP400 bad_parameter
create or replace function hippo.text_require(p_text text, p_longest integer, p_name text) returns text
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_text text := normalize(btrim(p_text), NFC);
begin
    perform hippo.require(length(v_text) between 1 and p_longest and v_text !~ '[[:cntrl:]]', p_name);
    return v_text;
end
$$;
