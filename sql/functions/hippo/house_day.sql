-- SPDX-License-Identifier: MIT
-- Purpose: the business day of the house at a moment, in its own time zone: the hours after midnight, up to the setting
--          day_ends_hour, are still of the day before.
-- Parameters: p_at
-- Returns: date
create or replace function hippo.house_day(p_at timestamptz) returns date
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select (p_at at time zone hippo.setting_text('time_zone')
            - make_interval(hours => hippo.setting_integer('day_ends_hour')::integer))::date
$$;
