-- SPDX-License-Identifier: MIT
-- Purpose: from when on a shop sells, by its opening hours: now, or at the next opening, a week away at most.
-- Parameters: p_shop_id; p_now
-- Returns: timestamptz, p_now while it is open, or has no hours
create or replace function hippo.shop_opens_at(p_shop_id integer, p_now timestamptz) returns timestamptz
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(min(greatest(opens_at, p_now)), p_now) from hippo.shop_openings(p_shop_id, p_now)
$$;
