-- SPDX-License-Identifier: MIT
-- Purpose: one part of an export's file.
-- Parameters: p_token_hash; p_export_id; p_part from 1
-- Returns: text, null when there is no such part
-- Errors: HP401; HP403
create or replace function api.export_part(p_token_hash bytea, p_export_id bigint, p_part integer) returns text
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'auditor', 'admin');
    return (
        select p.text from hippo.export_part p join hippo.export e on e.export_id = p.export_id
        where p.export_id = p_export_id and p.part = p_part and hippo.export_state(e) = 'ready');
end
$$;
