-- SPDX-License-Identifier: MIT
-- Purpose: has a scheduler confirmed, since PostgreSQL started, that this house was not set back? Before that no round
--          opens, nothing is sold and no till moves money.
-- Returns: boolean
create or replace function hippo.house_is_confirmed() returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(confirmed_for = pg_postmaster_start_time(), false) and not hippo.house_is_moved() from hippo.confirmation
$$;
