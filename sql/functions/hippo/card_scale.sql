-- SPDX-License-Identifier: MIT
-- Purpose: one denominator for all chances of a card: the product of everything that the draw of the first three places,
--          and a duel, can divide by.
-- Parameters: p_weights of the runners
-- Returns: numeric, a whole number
create or replace function hippo.card_scale(p_weights bigint[]) returns numeric
language plpgsql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_sum numeric := (select sum(w) from unnest(p_weights) w);
    v_scale numeric := v_sum;
begin
    for i in 1 .. cardinality(p_weights) loop
        v_scale := v_scale * (v_sum - p_weights[i]);
        for j in i + 1 .. cardinality(p_weights) loop
            v_scale := v_scale * (p_weights[i]::numeric + p_weights[j]);
            if cardinality(p_weights) > 2 then
                v_scale := v_scale * (v_sum - p_weights[i] - p_weights[j]);
            end if;
        end loop;
    end loop;
    return v_scale;
end
$$;
