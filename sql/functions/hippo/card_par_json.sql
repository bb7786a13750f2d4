-- SPDX-License-Identifier: MIT
-- Purpose: the PAR sheet of a card, a market a line: what it returns to the players of each stake, and what the house keeps.
--          A card has its prices.
-- Parameters: p_card_template_id
-- Returns: json [{market, on, selections, oddsLow, oddsHigh, returnLow, returnEven, returnHigh, edgeLow, edgeHigh, tick,
--          returnCoin}], parts of one: on whether the next round sells it, under the settings in force; returnEven what equal
--          stakes on all selections return; edge what is left of one; tick the most that odds on the tick take off the target;
--          returnCoin the most that a smallest stake returns once its prize is rounded up to the coin
create or replace function hippo.card_par_json(p_card_template_id bigint) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_target numeric := (select target_ppm / 1000000.0 from hippo.card_template where card_template_id = p_card_template_id);
    v_min bigint := hippo.setting_integer('stake_min');
    v_step bigint := hippo.setting_integer('stake_step');
    v_coin bigint := hippo.setting_integer('cash_unit');
begin
    return (
        select coalesce(json_agg(json_build_object(
            'market', l.market, 'on', hippo.setting_integer('market_' || l.market) = 1, 'selections', l.selections,
            'oddsLow', l.odds_low, 'oddsHigh', l.odds_high,
            'returnLow', round(l.low, 6), 'returnEven', round(l.even, 6), 'returnHigh', round(l.high, 6),
            'edgeLow', round(1 - l.high, 6), 'edgeHigh', round(1 - l.low, 6),
            'tick', round(greatest(v_target - l.low, 0), 6), 'returnCoin', round(l.coin, 6)) order by l.rank), '[]')
        from (
            select m.market, m.rank, count(*) as selections, min(p.odds) as odds_low, max(p.odds) as odds_high,
                   min(p.chance * p.odds / 100) as low, avg(p.chance * p.odds / 100) as even,
                   max(p.chance * p.odds / 100) as high,
                   max(p.chance * (p.odds / 100.0 + hippo.coin_excess(p.odds, v_step, v_coin)::numeric / v_min)) as coin
            from hippo.price p join hippo.market m using (market)
            where p.card_template_id = p_card_template_id
            group by m.market, m.rank) l);
end
$$;
