-- SPDX-License-Identifier: MIT
-- Purpose: a setting as an admin sees it.
-- Parameters: p_setting a row
-- Returns: json {name, kind, value, minimum, maximum, description, applies, fixed, updatedAt, updatedBy}; value is a number or
--          a text, by kind; applies now or round: from the next one on; fixed: it can never be changed any more
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
            'applies', p_setting.applies, 'fixed', hippo.setting_is_fixed(p_setting.name),
            'updatedAt', hippo.rfc3339(p_setting.updated_at), 'updatedBy', hippo.user_json(p_setting.updated_by)));
end
$$;
