-- SPDX-License-Identifier: MIT
create or replace view report.round_markets as
select
    m.day,
    m.round_id,
    m.market,
    m.lines,
    hippo.units(m.stakes, house.digits) as stakes,
    hippo.units(m.prizes, house.digits) as prizes,
    hippo.units(m.stakes - m.prizes, house.digits) as gross,
    hippo.units(m.expected, house.digits) as prizes_expected
from hippo.market_days m
cross join hippo.house_terms house;

comment on view report.round_markets is 'One row for each settled round and market: what was staked and won on it.';
comment on column report.round_markets.day is 'Day on which the round opened.';
comment on column report.round_markets.round_id is 'Number of the round.';
comment on column report.round_markets.market is 'Kind of bet.';
comment on column report.round_markets.lines is 'Lines sold.';
comment on column report.round_markets.stakes is 'Their stakes, in currency units.';
comment on column report.round_markets.prizes is 'What they won.';
comment on column report.round_markets.gross is 'Stakes less prizes.';
comment on column report.round_markets.prizes_expected is 'What the chances of the selections say they win on average.';
