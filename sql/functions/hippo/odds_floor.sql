-- SPDX-License-Identifier: MIT
-- Purpose: the largest odds on the tick (0.05 below 3.00, else 0.10) that return at most the target.
-- Parameters: p_chance in parts of p_scale; p_scale; p_target_ppm what the selection may return, in millionths; p_room in
--             hundredths, by which they are lower still: hippo.coin_room
-- Returns: integer, hundredths, at most 100 000.00; 100 or less means that the selection cannot be offered
create or replace function hippo.odds_floor(p_chance numeric, p_scale numeric, p_target_ppm integer, p_room integer default 0)
returns integer
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_odds integer := greatest(least(div(p_scale * p_target_ppm, p_chance * 10000) - p_room, 10000000), 0);
begin
    return v_odds - v_odds % case when v_odds < 300 then 5 else 10 end;
end
$$;
