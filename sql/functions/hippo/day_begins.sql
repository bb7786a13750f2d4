-- SPDX-License-Identifier: MIT
-- Purpose: when a business day of the house begins, in its own time zone: at the setting day_ends_hour, when the one before has
--          ended.
-- Parameters: p_day, may be null
-- Returns: timestamptz
create or replace function hippo.day_begins(p_day date) returns timestamptz
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select (p_day + make_interval(hours => hippo.setting_integer('day_ends_hour')::integer)) at time zone hippo.setting_text('time_zone')
$$;
