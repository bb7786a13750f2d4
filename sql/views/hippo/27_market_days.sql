-- SPDX-License-Identifier: MIT
create or replace view hippo.market_days as
select day, card_template_id, market, lines, stakes, prizes, expected from hippo.seal_market
union all
select o.day, f.card_template_id, f.market, f.lines, f.stakes, f.prizes, f.expected
from hippo.open_day o cross join lateral (select * from hippo.market_figures m where m.day = o.day offset 0) f;

comment on view hippo.market_days is 'What was staked and won in each market of each card on a day: sealed days as sealed, open days as they are now.';
