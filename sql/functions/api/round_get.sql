-- SPDX-License-Identifier: MIT
-- Purpose: one round, from the first day to now.
-- Parameters: p_round_id
-- Returns: json, null when there is no such round
create or replace function api.round_get(p_round_id bigint) returns json
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select hippo.round_public_json(r) from hippo.round r where round_id = p_round_id
$$;
