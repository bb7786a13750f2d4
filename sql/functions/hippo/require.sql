-- SPDX-License-Identifier: MIT
-- Purpose: refuses a bad parameter.
-- Parameters: p_is_good; p_name of the parameter, as the API calls it
-- Errors: HP400 bad_parameter, with the name
create or replace function hippo.require(p_is_good boolean, p_name text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_is_good is not true then
        perform hippo.refuse(400, 'bad_parameter', p_name || ' has a bad value', jsonb_build_object('name', p_name));
    end if;
end
$$;
