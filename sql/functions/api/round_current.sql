-- SPDX-License-Identifier: MIT
-- Purpose: the current round.
-- Returns: json, null before the first round
create or replace function api.round_current() returns json
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select hippo.round_public_json(r) from hippo.round r order by round_id desc limit 1
$$;
