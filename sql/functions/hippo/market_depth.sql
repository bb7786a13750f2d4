-- SPDX-License-Identifier: MIT
-- Purpose: how many of the first places a market looks at. A duel looks at all; three are taken for its exposure.
-- Parameters: p_market; p_runners in the race
-- Returns: integer, 1 to 3
create or replace function hippo.market_depth(p_market text, p_runners integer) returns integer
language sql immutable parallel safe
as $$
    select case
        when p_market in ('win', 'odd_even') then 1
        when p_market = 'place' then hippo.places(p_runners)
        when p_market in ('exacta', 'quinella') then 2
        else 3
    end
$$;
