-- SPDX-License-Identifier: MIT
-- Purpose: the exact chance that one runner finishes before another: by the law of the draw, its weight over both.
-- Parameters: p_selection 'A-B'; p_numbers, p_weights of the runners; p_scale
-- Returns: numeric, in parts of p_scale, rounded down
create or replace function hippo.duel_chance(p_selection text, p_numbers integer[], p_weights bigint[], p_scale numeric)
returns numeric
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_first numeric := p_weights[array_position(p_numbers, split_part(p_selection, '-', 1)::integer)];
    v_second numeric := p_weights[array_position(p_numbers, split_part(p_selection, '-', 2)::integer)];
begin
    return div(p_scale * v_first, v_first + v_second);
end
$$;
