-- SPDX-License-Identifier: MIT
-- Purpose: the exact chance of one runner to be among the first p_places: the sum over all ways to fill the places
--          before him by the law of the draw (each place is drawn among those left, in proportion to weight).
-- Parameters: p_weights of all runners; p_index of the runner (from 1); p_places 1 to 3
-- Returns: numeric, rounded to 15 digits
create or replace function hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) returns numeric
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_total numeric := (select sum(w) from unnest(p_weights) w);
    v_mine numeric := p_weights[p_index];
    v_chance numeric := v_mine / v_total;
    v_first numeric;
    v_second numeric;
begin
    for i in 1 .. cardinality(p_weights) loop
        continue when i = p_index or p_places < 2;
        v_first := p_weights[i];
        v_chance := v_chance + v_first / v_total * v_mine / (v_total - v_first);
        for j in 1 .. cardinality(p_weights) loop
            continue when j = p_index or j = i or p_places < 3;
            v_second := p_weights[j];
            v_chance := v_chance + v_first / v_total * v_second / (v_total - v_first)
                * v_mine / (v_total - v_first - v_second);
        end loop;
    end loop;
    return round(least(v_chance, 1), 15);
end
$$;
