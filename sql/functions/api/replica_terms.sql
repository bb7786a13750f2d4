-- SPDX-License-Identifier: MIT
-- Purpose: may the caller read reports, as the main database knows it now? And what a replica must know before it may answer in
--          its place (api.replica_standing).
-- Parameters: p_token_hash
-- Returns: json {person, schema, position of what is on disk here, at}
-- Errors: HP401; HP403
create or replace function api.replica_terms(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'auditor', 'admin');
begin
    return json_build_object('person', hippo.replica_person(v_user), 'schema', api.schema_version(),
                             'position', pg_current_wal_flush_lsn(), 'at', clock_timestamp());
end
$$;
