-- SPDX-License-Identifier: MIT
-- Purpose: up to when the house has lived. What cannot be undone goes by this time and not by the clock: it grows with the
--          leading scheduler's own clock, so a clock that jumped an hour or a year ahead brings nothing forward. After the
--          house was down it stays behind by as long (and catches up by a second in a quarter of an hour) until an admin
--          confirms the clock.
-- Returns: timestamptz, not after the clock
create or replace function hippo.lived() returns timestamptz
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    select least(hippo.clock(), lived_at) from hippo.house_clock
$$;
