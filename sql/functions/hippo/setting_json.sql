-- SPDX-License-Identifier: MIT
-- Purpose: a setting as an admin sees it.
-- Parameters: p_setting a row
-- Returns: json {name, kind, value, minimum, maximum, description, updatedAt}; value is a number or a text, by kind
create or replace function hippo.setting_json(p_setting hippo.setting) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'name', p_setting.name, 'kind', p_setting.kind,
            'value', case p_setting.kind when 'integer' then to_json(p_setting.value::bigint) else to_json(p_setting.value) end,
            'minimum', p_setting.minimum, 'maximum', p_setting.maximum, 'description', p_setting.description,
            'updatedAt', hippo.rfc3339(p_setting.updated_at)));
end
$$;
