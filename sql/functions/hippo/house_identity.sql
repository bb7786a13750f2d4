-- SPDX-License-Identifier: MIT
-- Purpose: where this database is: in which cluster, under which number in it, made by which creation of its tables (a
--          restored dump makes them anew), on which timeline of the write-ahead log (pg_control_checkpoint lags behind a
--          promotion).
-- Returns: system_identifier, database_oid, relation_oid, timeline (null on a standby, which has none of its own)
create or replace function hippo.house_identity(
    out system_identifier bigint, out database_oid bigint, out relation_oid bigint, out timeline text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select c.system_identifier, d.oid::bigint, 'hippo.house'::regclass::oid::bigint,
           case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end
    from pg_control_system() c, pg_database d where d.datname = current_database()
$$;
