-- SPDX-License-Identifier: MIT
-- Purpose: what the file of an export is like, before its parts are asked for.
-- Parameters: p_token_hash; p_export_id
-- Returns: json {name, bytes}, null when there is no such export
-- Errors: HP401; HP403; HP409 it is not ready, or its file is forgotten
create or replace function api.export_file(p_token_hash bytea, p_export_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_export hippo.export;
begin
    perform hippo.caller(p_token_hash, 'auditor', 'admin');
    select * into v_export from hippo.export where export_id = p_export_id;
    if found and hippo.export_state(v_export) = 'forgotten' then
        perform hippo.refuse(409, 'conflict', 'the file of an export is kept for 7 days: ask for another one');
    elsif found and hippo.export_state(v_export) <> 'ready' then
        perform hippo.refuse(409, 'conflict', 'this export is not ready');
    end if;
    return (select json_build_object('name', format('hippodrome-%s-%s.jsonl', v_export.from_day, v_export.to_day),
                                     'bytes', v_export.bytes) where v_export.export_id is not null);
end
$$;
