-- SPDX-License-Identifier: MIT
create or replace view hippo.market_days as
select day, round_id, market, lines, stakes, prizes, expected from hippo.seal_market
union all
select o.day, f.round_id, f.market, f.lines, f.stakes, f.prizes, f.expected
from hippo.open_day o cross join lateral (select * from hippo.market_figures m where m.day = o.day offset 0) f;

comment on view hippo.market_days is 'What was staked and won in each market of each settled round: of sealed days as sealed, of open days as it is now.';
