-- SPDX-License-Identifier: MIT
-- Purpose: the current round: the newest one, whatever its phase.
-- Returns: a row of hippo.round, all null before the first round
create or replace function hippo.round_latest() returns hippo.round
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select r from hippo.round r order by round_id desc limit 1
$$;
