-- SPDX-License-Identifier: MIT
-- Purpose: the advisory lock whose holder is the one active scheduler.
-- Returns: bigint, fits in 31 bits (so it shows as objid in pg_locks, classid 0)
create or replace function hippo.lead_key() returns bigint
language sql immutable parallel safe
as $$
    select 1214470208::bigint
$$;
