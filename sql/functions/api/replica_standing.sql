-- SPDX-License-Identifier: MIT
-- Purpose: may this hot standby answer for the main database? It must know the caller as that does, have its schema, and not be too
--          far behind. A standby only goes forward: what is asked after this is no older. Of its own statement, for that reason: a
--          report's snapshot must be taken after its age was told, not before.
-- Parameters: p_token_hash; p_terms of api.replica_terms; p_lag_max_ms
-- Returns: text, the time up to which everything is in its figures
-- Errors: HP401; HP403; 55000 it may not: the detail is one of standby (it is none), schema, person, lag
create or replace function api.replica_standing(p_token_hash bytea, p_terms json, p_lag_max_ms bigint) returns text
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'auditor', 'admin');
    v_at timestamptz := p_terms ->> 'at';
    -- Of a house where nothing happens the last commit is old, and the standby not behind.
    v_as_of timestamptz := case when pg_last_wal_replay_lsn() >= (p_terms ->> 'position')::pg_lsn then v_at
                                else pg_last_xact_replay_timestamp() end;
    v_why text := case when not pg_is_in_recovery() then 'standby'
                       when api.schema_version() <> (p_terms ->> 'schema')::integer then 'schema'
                       when hippo.replica_person(v_user) <> p_terms ->> 'person' then 'person'
                       when v_at - v_as_of <= p_lag_max_ms * interval '1 ms' then null
                       else 'lag' end;
begin
    if v_why is not null then
        raise exception 'the replica may not answer: %', case v_why when 'lag' then format('%s behind', v_at - v_as_of) else v_why end
            using errcode = '55000', detail = v_why;
    end if;
    return v_as_of;
end
$$;
