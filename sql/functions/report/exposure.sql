-- SPDX-License-Identifier: MIT
-- Purpose: the most that the open tickets of a round can win in one finish order: exact, but for duels that contradict each
--          other. Less the stakes, it is what the house exposes.
-- Parameters: p_round_id
-- Returns: bigint, minor units; null when the round has no open ticket
create or replace function report.exposure(p_round_id bigint) returns bigint
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select max(base) from hippo.sale_cells(p_round_id, null)
$$;

comment on function report.exposure(bigint) is
    'The most that the open tickets of a round can win in one finish order, in minor units.';
