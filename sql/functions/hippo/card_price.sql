-- SPDX-License-Identifier: MIT
-- Purpose: makes the odds of every selection of a card, in every market that its field allows. Win odds are those of the
--          runners; all others are the largest on the tick that return at most the card's target, prizes rounded up to the
--          coin. Selections too likely to be offered are left out. A card that has its prices keeps them.
-- Parameters: p_card_template_id
create or replace function hippo.card_price(p_card_template_id bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_target integer := (select target_ppm from hippo.card_template where card_template_id = p_card_template_id);
    v_numbers integer[];
    v_weights bigint[];
    v_scale numeric := hippo.card_scale();
    v_room integer := hippo.coin_room();
begin
    if exists (select from hippo.price where card_template_id = p_card_template_id) then
        return;
    end if;
    -- Two may want the prices of a new card at once: the second one waits, and finds them.
    perform from hippo.card_template where card_template_id = p_card_template_id for no key update;
    if exists (select from hippo.price where card_template_id = p_card_template_id) then
        return;
    end if;
    select array_agg(number order by number), array_agg(weight order by number) into v_numbers, v_weights
    from hippo.card_template_runner where card_template_id = p_card_template_id;
    insert into hippo.price (card_template_id, market, selection, odds, chance, depth, cells)
    select p_card_template_id, s.market, s.selection, o.odds, round(s.chance / v_scale, 15), s.depth, s.cells
    from (
        select m.market, m.rank, m.picks, h.selection, d.depth, array_agg(o.cell order by o.cell) as cells,
               case when m.market = 'duel' then hippo.duel_chance(h.selection, v_numbers, v_weights, v_scale)
                    else sum(o.chance) end as chance
        from hippo.market m,
        lateral hippo.market_depth(m.market, cardinality(v_numbers)) d (depth),
        lateral hippo.card_openings(v_numbers, v_weights, d.depth, v_scale) o,
        lateral hippo.opening_selections(m.market, o.opening, v_numbers) h (selection)
        where cardinality(v_numbers) between m.min_runners and m.max_runners
        group by m.market, m.rank, m.picks, h.selection, d.depth
    ) s
    left join hippo.card_template_runner r
        on s.market = 'win' and r.card_template_id = p_card_template_id and r.number::text = s.selection,
    lateral (select coalesce(r.win_odds, hippo.odds_floor(s.chance, v_scale, v_target, v_room))) o (odds)
    where o.odds > 100
    order by s.rank, case when s.picks > 0 then string_to_array(s.selection, '-')::integer[] end, s.selection;
end
$$;
