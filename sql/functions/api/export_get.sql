-- SPDX-License-Identifier: MIT
-- Purpose: one signed export.
-- Parameters: p_token_hash; p_export_id
-- Returns: json as hippo.export_json, null when there is no such export
-- Errors: HP401; HP403
create or replace function api.export_get(p_token_hash bytea, p_export_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'auditor', 'admin');
    return (select hippo.export_json(e) from hippo.export e where e.export_id = p_export_id);
end
$$;
