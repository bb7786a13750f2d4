-- SPDX-License-Identifier: MIT
-- Purpose: has a JSON object no other members than these, each of its form?
-- Parameters: p_object; p_shape a JSON object: for each member a pattern of its type, a blank and its text: `number 25`
-- Returns: boolean, false for what is no object
create or replace function hippo.json_fits(p_object json, p_shape jsonb) returns boolean
language plpgsql immutable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if json_typeof(p_object) is distinct from 'object' then
        return false;
    end if;
    return (
        select coalesce(bool_and(
            concat_ws(' ', json_typeof(m.value), p_object ->> m.key) ~ coalesce(p_shape ->> m.key, '^$')), true)
        from json_each(p_object) m);
end
$$;
