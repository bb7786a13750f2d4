-- SPDX-License-Identifier: MIT
-- Purpose: all settings, by name.
-- Parameters: p_token_hash
-- Returns: json {items}
-- Errors: HP401; HP403
create or replace function api.setting_list(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor');
    return (select json_build_object('items', json_agg(hippo.setting_json(s) order by s.name)) from hippo.setting s);
end
$$;
