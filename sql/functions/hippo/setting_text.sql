-- SPDX-License-Identifier: MIT
-- Purpose: one setting as text.
-- Parameters: p_name of a text setting
-- Returns: text
-- Errors: HP404 no such setting (a bug of the caller)
create or replace function hippo.setting_text(p_name text) returns text
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_value text;
begin
    select value into v_value from hippo.setting where name = p_name and kind = 'text';
    if not found then
        raise exception 'no text setting %', p_name using errcode = 'HP404';
    end if;
    return v_value;
end
$$;
