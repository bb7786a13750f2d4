-- SPDX-License-Identifier: MIT
-- Purpose: the most by which rounding up to the coin adds to the prize of a line. Stakes are multiples of a step: where the
--          odds make whole amounts of them, prizes are multiples of one amount, and what is missing to the next coin is a
--          multiple of what that amount and the coin share.
-- Parameters: p_odds in hundredths; p_stake_step; p_coin
-- Returns: bigint, 0 to p_coin - 1
create or replace function hippo.coin_excess(p_odds integer, p_stake_step bigint, p_coin bigint) returns bigint
language sql immutable parallel safe
as $$
    select case when p_stake_step * p_odds % 100 = 0 then p_coin - gcd(p_stake_step * p_odds / 100, p_coin) else p_coin - 1 end
$$;
