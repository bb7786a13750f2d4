-- SPDX-License-Identifier: MIT
-- Purpose: reads the runners of a proposed card: either all with a weight (chances first: win odds follow from the target) or
--          all with odds (odds first: weights are lcm / odds, so that every runner returns the same: the target at most).
-- Parameters: p_runners json array of {number, name, color, weight} or {number, name, color, odds}; p_target_ppm
-- Returns: number, name, weight, win_odds, color
-- Errors: HP400 runners: what is wrong with which; HP400 card_return: the odds return more than the target
create or replace function hippo.card_runners(p_runners json, p_target_ppm integer)
returns table (number integer, name text, weight bigint, win_odds integer, color text)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
#variable_conflict use_column
declare
    v_row jsonb;
    v_lcm numeric := 1;
    v_scale numeric;
    v_is_weighted boolean := (p_runners -> 0 -> 'weight') is not null;
    v_weights bigint[];
    v_room integer := hippo.coin_room();
begin
    if json_typeof(p_runners) is distinct from 'array' or json_array_length(p_runners) not between 2 and 24 then
        perform hippo.refuse(400, 'runners', 'a card has 2 to 24 runners');
    end if;
    for v_row in select value::jsonb from json_array_elements(p_runners) loop
        if (v_row ->> 'number' ~ '^[1-9][0-9]{0,3}$' and v_row ->> 'color' ~ '^#[0-9a-f]{6}$'
            and case when v_is_weighted then v_row ->> 'weight' ~ '^[1-9][0-9]{0,17}$' and not v_row ? 'odds'
                     else v_row ->> 'odds' ~ '^[1-9][0-9]{2,5}$' and (v_row ->> 'odds')::integer > 100 and not v_row ? 'weight' end)
            is not true then
            perform hippo.refuse(400, 'runners', format('runner %s: a number, a name, a colour, and either weights or odds for all',
                v_row ->> 'number'), jsonb_build_object('number', v_row -> 'number'));
        end if;
        if not v_is_weighted then
            v_lcm := lcm(v_lcm, (v_row ->> 'odds')::numeric);
        end if;
    end loop;
    if (select count(distinct value ->> 'number') <> json_array_length(p_runners) from json_array_elements(p_runners)) then
        perform hippo.refuse(400, 'runners', 'two runners have the same number');
    end if;
    select array_agg(w order by n) into v_weights
    from (select (value ->> 'number')::integer as n, case when v_is_weighted then (value ->> 'weight')::numeric
                 else v_lcm / (value ->> 'odds')::numeric end as w from json_array_elements(p_runners)) parsed
    having sum(w) <= 9223372036854775807;
    if v_weights is null then
        perform hippo.refuse(400, 'runners', 'the weights of a card sum to at most 2^63-1');
    end if;
    v_scale := (select sum(w) from unnest(v_weights) w);
    if v_is_weighted and hippo.odds_floor((select max(w) from unnest(v_weights) w), v_scale, p_target_ppm, v_room) <= 100 then
        perform hippo.refuse(400, 'runners', 'a runner is so likely to win that no odds can be offered');
    end if;
    if not v_is_weighted and v_lcm * 10000 > p_target_ppm * v_scale then
        perform hippo.refuse(400, 'card_return', format('these odds return %s %%, over the target of %s %%',
            trunc(v_lcm / v_scale, 4), round(p_target_ppm / 10000.0, 4)),
            jsonb_build_object('returnPpm', ceil(v_lcm * 10000 / v_scale), 'targetPpm', p_target_ppm));
    end if;
    if (select min(w) from unnest(v_weights) w) * 100000.0 < v_scale then
        perform hippo.refuse(400, 'runners', 'a runner''s chance to win is at least 1 in 100 000');
    end if;
    return query
        select r.n, hippo.text_require(r.value ->> 'name', 40, 'name'), v_weights[r.place],
               case when v_is_weighted then hippo.odds_floor(v_weights[r.place], v_scale, p_target_ppm, v_room)
                    else (r.value ->> 'odds')::integer end,
               r.value ->> 'color'
        from (select value, (value ->> 'number')::integer as n,
                     row_number() over (order by (value ->> 'number')::integer)::integer as place
              from json_array_elements(p_runners)) r;
end
$$;
