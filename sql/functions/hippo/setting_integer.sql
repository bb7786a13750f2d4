-- SPDX-License-Identifier: MIT
-- Purpose: one setting as a number.
-- Parameters: p_name of an integer setting
-- Returns: bigint
-- Errors: HP404 no such setting (a bug of the caller)
create or replace function hippo.setting_integer(p_name text) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_value bigint;
begin
    select value::bigint into v_value from hippo.setting where name = p_name and kind = 'integer';
    if not found then
        raise exception 'no integer setting %', p_name using errcode = 'HP404';
    end if;
    return v_value;
end
$$;
