-- SPDX-License-Identifier: MIT
-- A second implementation of the markets, for tests: every finish order with its chance, and a rule for each market that looks
-- at the whole order. Slow and plain on purpose; nothing here calls the house's own functions.

-- All orders of runners with weights, each with its chance by the law of the draw, to 60 digits.
create function pg_temp.orders(p_numbers integer[], p_weights bigint[])
returns table (finish integer[], chance numeric) language sql as $$
    with recursive draw as (
        select '{}'::integer[] as finish, 1::numeric as chance, p_numbers as numbers, p_weights as weights
        union all
        select finish || numbers[i],
               round(chance * weights[i] / (select round(sum(w), 0) from unnest(weights) w)::numeric(80, 60), 60),
               numbers[:i - 1] || numbers[i + 1:], weights[:i - 1] || weights[i + 1:]
        from draw, generate_series(1, cardinality(numbers)) i
    )
    select finish, chance from draw where cardinality(finish) = cardinality(p_numbers)
$$;

-- Does a selection win on an order?
create function pg_temp.wins(p_market text, p_selection text, p_finish integer[]) returns boolean language plpgsql immutable as $$
declare
    v_picks integer[] := case when p_market <> 'odd_even' then string_to_array(p_selection, '-')::integer[] end;
    v_first integer := array_position(p_finish, v_picks[1]);
    v_second integer := array_position(p_finish, v_picks[2]);
    v_third integer := array_position(p_finish, v_picks[3]);
    v_places integer := case when cardinality(p_finish) >= 8 then 3 when cardinality(p_finish) >= 5 then 2 else 1 end;
begin
    return case p_market
        when 'win' then v_first = 1
        when 'place' then v_first <= v_places
        when 'top3' then v_first <= 3
        when 'exacta' then v_first = 1 and v_second = 2
        when 'quinella' then v_first + v_second = 3
        when 'couple_place' then v_first <= 3 and v_second <= 3
        when 'trifecta' then (v_first, v_second, v_third) = (1, 2, 3)
        when 'trio' then greatest(v_first, v_second, v_third) = 3
        when 'duel' then v_first < v_second
        when 'odd_even' then (p_finish[1] % 2 = 1) = (p_selection = 'odd')
    end;
end
$$;

-- Every selection that a market could have.
create function pg_temp.selections(p_market text, p_numbers integer[]) returns setof text language sql immutable as $$
    select n::text from unnest(p_numbers) n where p_market in ('win', 'place', 'top3')
  union all
    select a || '-' || b from unnest(p_numbers) a, unnest(p_numbers) b
    where p_market in ('exacta', 'duel') and a <> b or p_market in ('quinella', 'couple_place') and a < b
  union all
    select a || '-' || b || '-' || c from unnest(p_numbers) a, unnest(p_numbers) b, unnest(p_numbers) c
    where p_market = 'trifecta' and a <> b and b <> c and a <> c or p_market = 'trio' and a < b and b < c
  union all
    select s from unnest('{odd,even}'::text[]) s where p_market = 'odd_even'
$$;
