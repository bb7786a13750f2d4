-- SPDX-License-Identifier: MIT
create or replace view report.markets as
select
    m.day,
    m.market,
    sum(m.lines)::bigint as lines,
    hippo.units(sum(m.stakes), house.digits) as stakes,
    hippo.units(sum(m.prizes), house.digits) as prizes,
    hippo.units(sum(m.stakes) - sum(m.prizes), house.digits) as gross,
    round(sum(m.prizes) / sum(m.stakes), 4) as return_observed,
    round(sum(m.expected) / sum(m.stakes), 4) as return_expected
from hippo.market_days m
cross join hippo.house_terms house
group by m.day, m.market, house.digits;

comment on view report.markets is 'One row for each market and day: what was staked and won on it, observed against expected. Settled rounds only.';
comment on column report.markets.day is 'Day on which the rounds opened.';
comment on column report.markets.market is 'Kind of bet.';
comment on column report.markets.lines is 'Lines sold.';
comment on column report.markets.stakes is 'Their stakes, in currency units.';
comment on column report.markets.prizes is 'What they won.';
comment on column report.markets.gross is 'Stakes less prizes.';
comment on column report.markets.return_observed is 'Prizes over stakes.';
comment on column report.markets.return_expected is 'What the chances of the selections say it should be.';
