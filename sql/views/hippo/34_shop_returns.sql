-- SPDX-License-Identifier: MIT
create or replace view hippo.shop_returns as
select day, shop_id, rounds, stakes, prizes, expected, square from hippo.seal_shop
union all
select o.day, f.shop_id, f.rounds, f.stakes, f.prizes, f.expected, f.square
from hippo.open_day o cross join lateral (select * from hippo.shop_figures s where s.day = o.day offset 0) f;

comment on view hippo.shop_returns is 'What a day''s rounds returned by shop: of sealed days as sealed, of open days as it is now.';
