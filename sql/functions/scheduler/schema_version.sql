-- SPDX-License-Identifier: MIT
-- Purpose: the number of the newest migration, for the daemon's check at start.
create or replace function scheduler.schema_version() returns integer
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select max(number) from hippo.migration
$$;
