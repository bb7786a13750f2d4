-- SPDX-License-Identifier: MIT
-- Purpose: the house is confirmed: here, for the server that runs, and its open round takes bets. Writes only what is new.
create or replace function hippo.house_mark() returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_is_synchronous boolean := current_setting('synchronous_standby_names') <> ''
                                and current_setting('synchronous_commit') in ('on', 'remote_apply');
begin
    update hippo.confirmation c
    set system_identifier = h.system_identifier, database_oid = h.database_oid, relation_oid = h.relation_oid,
        timeline = h.timeline, is_synchronous = v_is_synchronous, confirmed_for = pg_postmaster_start_time()
    from hippo.house_identity() h
    where (c.system_identifier, c.database_oid, c.relation_oid, c.timeline, c.is_synchronous, c.confirmed_for)
        is distinct from (h.system_identifier, h.database_oid, h.relation_oid, h.timeline, v_is_synchronous,
                          pg_postmaster_start_time());
    update hippo.round set confirmed_for = pg_postmaster_start_time(), confirmed_in = tableoid
    where phase not in ('settled', 'void') and (confirmed_for, confirmed_in) is distinct from (pg_postmaster_start_time(), tableoid);
end
$$;
