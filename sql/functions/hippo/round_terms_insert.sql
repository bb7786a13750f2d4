-- SPDX-License-Identifier: MIT
-- Purpose: freezes the settings that a new round's sales obey. A tenth of the round's exposure cap is shared out to the
--          tills that are open, so that most sales need not ask for it; the rest is lent to those that need more.
-- Parameters: p_round_id; p_markets it sells; p_cash_unit to which its prizes are rounded up
create or replace function hippo.round_terms_insert(p_round_id bigint, p_markets text[], p_cash_unit bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_runners integer := (select count(*) from hippo.round_runner where round_id = p_round_id);
    v_tills integer[] := array(select till_id from hippo.till_book where till_session_id is not null order by till_id);
    v_cap bigint := hippo.setting_integer('round_exposure_max');
    v_slice bigint := least(v_cap / 10 / greatest(cardinality(v_tills), 1), hippo.setting_integer('till_exposure_max'));
begin
    insert into hippo.round_terms (
        round_id, markets, runners, depth, stake_min, stake_max, stake_step, lines_max, ticket_stake_max,
        ticket_prize_max, till_exposure_max, round_exposure_max, exposure_step, slice, tills, ticket_days, cash_unit)
    select p_round_id, p_markets, v_runners,
           coalesce((select max(hippo.market_depth(m, v_runners)) from unnest(p_markets) m), 1),
           hippo.setting_integer('stake_min'), hippo.setting_integer('stake_max'), hippo.setting_integer('stake_step'),
           hippo.setting_integer('lines_max'), hippo.setting_integer('ticket_stake_max'),
           hippo.setting_integer('ticket_prize_max'), hippo.setting_integer('till_exposure_max'), v_cap,
           hippo.setting_integer('exposure_step'), v_slice, v_tills,
           hippo.setting_integer('ticket_days'), p_cash_unit;
    insert into hippo.round_lent (round_id, lent) values (p_round_id, v_slice * cardinality(v_tills));
end
$$;
