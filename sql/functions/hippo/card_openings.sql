-- SPDX-License-Identifier: MIT
-- Purpose: every opening of a card's finish order of a given length, in canonical order, with its exact chance by the law
--          of the draw: a whole number over p_scale, rounded down once.
-- Parameters: p_numbers, p_weights of the runners by ascending number; p_depth 1 to 3; p_scale of hippo.card_scale
-- Returns: cell from 0; opening runner numbers; chance in parts of p_scale
create or replace function hippo.card_openings(
    p_numbers integer[], p_weights bigint[], p_depth integer, p_scale numeric,
    out cell integer, out opening integer[], out chance numeric) returns setof record
language plpgsql immutable parallel safe rows 120
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_sum numeric := (select sum(w) from unnest(p_weights) w);
    v_one numeric; -- the parts of one runner's place, of two, and what they are divided by
    v_one_of numeric;
    v_two numeric;
    v_two_of numeric;
    v_three_of numeric;
begin
    cell := 0;
    for i in 1 .. cardinality(p_numbers) loop
        v_one := p_scale * p_weights[i];
        v_one_of := v_sum;
        if p_depth = 1 then
            opening := array[p_numbers[i]];
            chance := div(v_one, v_one_of);
            return next;
            cell := cell + 1;
            continue;
        end if;
        for j in 1 .. cardinality(p_numbers) loop
            continue when j = i;
            v_two := v_one * p_weights[j];
            v_two_of := v_one_of * (v_sum - p_weights[i]);
            if p_depth = 2 then
                opening := array[p_numbers[i], p_numbers[j]];
                chance := div(v_two, v_two_of);
                return next;
                cell := cell + 1;
                continue;
            end if;
            v_three_of := v_two_of * (v_sum - p_weights[i] - p_weights[j]);
            for k in 1 .. cardinality(p_numbers) loop
                continue when k in (i, j);
                opening := array[p_numbers[i], p_numbers[j], p_numbers[k]];
                chance := div(v_two * p_weights[k], v_three_of);
                return next;
                cell := cell + 1;
            end loop;
        end loop;
    end loop;
end
$$;
