-- SPDX-License-Identifier: MIT
-- Purpose: stops a scheduler that does not lead. Called first by everything that moves a round, so that a leader that
--          was frozen and has lost its session can never act again.
-- Errors: HP401 the calling session does not hold the lead
create or replace function hippo.lead_require() returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform from pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and granted and mode = 'ExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())
        and classid = 0 and objid = hippo.lead_key()::oid and objsubid = 1;
    if not found then
        raise exception 'this session does not lead' using errcode = 'HP401';
    end if;
end
$$;
