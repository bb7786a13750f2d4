-- SPDX-License-Identifier: MIT
create or replace view report.markets as
select
    (r.opened_at at time zone house.time_zone)::date as day,
    p.market,
    count(*) as lines,
    hippo.units(sum(l.stake), house.digits) as stakes,
    hippo.units(coalesce(sum(l.prize) filter (where p.price_id = any (w.winning_prices)), 0), house.digits) as prizes,
    hippo.units((sum(l.stake) - coalesce(sum(l.prize) filter (where p.price_id = any (w.winning_prices)), 0)), house.digits) as gross,
    round(coalesce(sum(l.prize) filter (where p.price_id = any (w.winning_prices)), 0) / sum(l.stake), 4) as return_observed,
    round(sum(l.prize * p.chance) / sum(l.stake), 4) as return_expected
from hippo.round r
join hippo.round_totals w on w.round_id = r.round_id
join hippo.ticket t on t.round_id = r.round_id and t.state <> 'voided'
cross join lateral unnest(t.price_ids, t.stakes, t.prizes) as l (price_id, stake, prize)
join hippo.price p on p.price_id = l.price_id
cross join hippo.house_terms house
where r.phase = 'settled'
group by 1, p.market, house.digits;

comment on view report.markets is 'One row for each market and day: what was staked and won on it, observed against expected. Settled rounds only.';
comment on column report.markets.day is 'Day on which the rounds opened.';
comment on column report.markets.market is 'Kind of bet.';
comment on column report.markets.lines is 'Lines sold.';
comment on column report.markets.stakes is 'Their stakes, in currency units.';
comment on column report.markets.prizes is 'What they won.';
comment on column report.markets.gross is 'Stakes less prizes.';
comment on column report.markets.return_observed is 'Prizes over stakes.';
comment on column report.markets.return_expected is 'What the chances of the selections say it should be.';
