-- SPDX-License-Identifier: MIT
-- Purpose: does a line of this market win whenever its runner is among the first three, whatever else?
-- Parameters: p_market; p_runners in the race
-- Returns: boolean
create or replace function hippo.is_place_of_three(p_market text, p_runners integer) returns boolean
language sql immutable parallel safe
as $$
    select p_market = 'top3' or p_market = 'place' and p_runners >= 8
$$;
