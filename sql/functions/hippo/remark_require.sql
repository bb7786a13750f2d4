-- SPDX-License-Identifier: MIT
-- Purpose: refuses a remark that is too long, or that has control characters (it will be printed, and a printer obeys them) or
--          others that nobody sees.
-- Parameters: p_text may be null or empty; p_longest; p_name of the parameter
-- Errors: HP400 bad_parameter, bad_characters
create or replace function hippo.remark_require(p_text text, p_longest integer, p_name text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.require(p_text is null or (length(p_text) <= p_longest and p_text !~ '[[:cntrl:]]'), p_name),
            hippo.showable_require(p_text, p_name);
end
$$;
