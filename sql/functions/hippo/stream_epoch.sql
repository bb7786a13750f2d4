-- SPDX-License-Identifier: MIT
-- Purpose: the epoch of a channel as clients get it. Where the database is elsewhere than the house was last confirmed (a
--          standby took over, on another timeline; a backup was restored) it may lack the end, and what is written next is
--          another history: so it has an epoch of its own, until a scheduler has confirmed the house or begun it anew.
--          It is asked for with every event: what cannot change within a session is looked up once.
-- Parameters: p_epoch as stored
create or replace function hippo.stream_epoch(p_epoch text) returns text
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_place text := nullif(current_setting('hippo.place', true), '');
    v_timeline text := case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end;
    v_known hippo.confirmation;
begin
    if v_place is null then
        v_place := (select (h.system_identifier, h.database_oid, h.relation_oid)::text from hippo.house_identity() h);
        perform set_config('hippo.place', v_place, false);
    end if;
    select * into v_known from hippo.confirmation;
    if v_place = (v_known.system_identifier, v_known.database_oid, v_known.relation_oid)::text
            and v_timeline = v_known.timeline then
        return p_epoch;
    end if;
    return p_epoch || '.' || left(md5(concat(v_place, v_timeline)), 6);
end
$$;
