-- SPDX-License-Identifier: MIT
-- Purpose: how many of the first count as placed.
-- Parameters: p_runners in the race
-- Returns: 1 under 5 runners, 2 for 5 to 7, 3 from 8 on
create or replace function hippo.places(p_runners bigint) returns integer
language sql immutable parallel safe
as $$
    select case when p_runners < 5 then 1 when p_runners < 8 then 2 else 3 end
$$;
