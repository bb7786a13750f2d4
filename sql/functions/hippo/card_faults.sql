-- SPDX-License-Identifier: MIT
-- Purpose: why a card must not run under the settings in force. The card has its prices.
--          The return of a selection is its chance times its odds. A ticket is paid at most the sum of its lines' prizes, each
--          rounded up to the coin, and of all stakes the smallest one gains most by that: so no bet returns more than
--          chance * (odds + coin_excess / stake_min), and that is what has to be within the card's target.
--          Chances are kept with 15 digits, so that they are looked at with what the last of them is worth taken off.
-- Parameters: p_card_template_id
-- Returns: code card_undecided, card_return, card_unsellable or card_coin; settings that have part in it; fault a sentence
create or replace function hippo.card_faults(p_card_template_id bigint)
returns table (code text, settings text[], fault text)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
#variable_conflict use_column
declare
    v_card hippo.card_template := (select t from hippo.card_template t where card_template_id = p_card_template_id);
    v_most integer := case when v_card.proposed_by is null then 990000 else v_card.target_ppm end;
    v_digit constant numeric := 0.000000000000001;
    v_weights numeric := (select sum(weight) from hippo.card_template_runner where card_template_id = p_card_template_id);
    v_markets text[] := hippo.markets_on(p_card_template_id);
    v_min bigint := hippo.setting_integer('stake_min');
    v_step bigint := hippo.setting_integer('stake_step');
    v_coin bigint := hippo.setting_integer('cash_unit');
    v_prize_max bigint := hippo.setting_integer('ticket_prize_max');
    v_exposure_max bigint := hippo.setting_integer('till_exposure_max');
begin
    return query
    select 'card_undecided', '{}'::text[], format('card %s is not approved', v_card.name)
    where v_card.proposed_by is not null and (v_card.decided_by is null or v_card.is_rejected);

    return query
    select 'card_return', '{}'::text[], format('the prices of card %s are not those of its runners', v_card.name)
    where exists (
        select from (select * from hippo.card_template_runner where card_template_id = p_card_template_id) r
        full join (select * from hippo.price where card_template_id = p_card_template_id and market = 'win') p
            on p.selection = r.number::text
        where (p.odds = r.win_odds and abs(p.chance - r.weight / v_weights) <= v_digit) is not true);

    return query
    select 'card_return', '{}'::text[], format('card %s returns %s %% on %s, and at most %s %% are allowed', v_card.name,
        round(p.chance * p.odds, 4), p.label, round(v_most / 10000.0, 4))
    from hippo.price p
    where p.card_template_id = p_card_template_id and (p.chance - v_digit) * p.odds * 10000 > v_most
    order by p.chance * p.odds desc, p.price_id limit 1;

    return query
    select 'card_unsellable', array(select 'market_' || market from hippo.market order by rank),
        format('card %s has no odds in a market that is switched on', v_card.name)
    where v_markets = '{}';

    return query
    select 'card_unsellable', array['stake_min', 'ticket_prize_max', 'till_exposure_max', 'market_' || m.market],
        format('the smallest stake is %s: on market %s of card %s it wins at least %s, but ticket_prize_max is %s '
            || 'and till_exposure_max %s', v_min, m.market, v_card.name, v_min * m.odds / 100, v_prize_max, v_exposure_max)
    from (select p.market, min(p.odds) as odds from hippo.price p
          where p.card_template_id = p_card_template_id and p.market = any (v_markets) group by p.market) m
    where v_min * m.odds / 100 > v_prize_max or v_min * m.odds / 100 - v_min > v_exposure_max;

    return query
    select 'card_coin', array['cash_unit', 'stake_min', 'stake_step', 'market_' || r.market],
        format('cash_unit is %s and stake_min %s: prizes rounded up to the coin return up to %s %% on %s of card %s, '
            || 'over its %s %%', v_coin, v_min, round(r.ppm / 10000, 4), r.label, v_card.name, round(v_most / 10000.0, 4))
    from (select p.label, p.price_id, p.market,
                 (p.chance - v_digit) * 10000 * (p.odds + 100.0 * hippo.coin_excess(p.odds, v_step, v_coin) / v_min) as ppm
          from hippo.price p where p.card_template_id = p_card_template_id and p.market = any (v_markets)) r
    where v_coin > 1 and r.ppm > v_most
    order by r.ppm desc, r.price_id limit 1;
end
$$;
