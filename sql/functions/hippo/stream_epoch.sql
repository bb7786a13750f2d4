-- SPDX-License-Identifier: MIT
-- Purpose: the epoch of a channel as clients get it. Where the database is elsewhere than the house was last confirmed (a
--          standby took over, on another timeline; a backup was restored) it may lack the end, and what is written next is
--          another history: so it has an epoch of its own, until a scheduler has confirmed the house or begun it anew.
-- Parameters: p_epoch as stored
create or replace function hippo.stream_epoch(p_epoch text) returns text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select case when (h.system_identifier, h.database_oid, h.relation_oid, h.timeline)
                     is distinct from (c.system_identifier, c.database_oid, c.relation_oid, c.timeline)
                then p_epoch || '.' || left(md5(h::text), 6) else p_epoch end
    from hippo.confirmation c, hippo.house_identity() h
$$;
