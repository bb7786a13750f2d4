-- SPDX-License-Identifier: MIT
-- Purpose: when the house's present day began, in its own time zone: what is allowed by day is counted from there.
-- Returns: timestamptz
create or replace function hippo.day_start() returns timestamptz
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select hippo.day_begins(hippo.house_day(hippo.clock()))
$$;
