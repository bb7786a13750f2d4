-- SPDX-License-Identifier: MIT
-- Purpose: is this database elsewhere than where the house was last confirmed? A dump was restored, its files were brought
--          to another cluster, it was copied. Another timeline alone is left to house_doubt.
-- Returns: boolean
create or replace function hippo.house_is_moved() returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select (h.system_identifier, h.database_oid, h.relation_oid) <> (c.system_identifier, c.database_oid, c.relation_oid)
    from hippo.confirmation c, hippo.house_identity() h
$$;
