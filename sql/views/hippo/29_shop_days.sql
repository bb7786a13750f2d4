-- SPDX-License-Identifier: MIT
create or replace view hippo.shop_days as
select day, shop_id, tickets, stakes, winning_tickets, prizes from hippo.seal_shop
union all
select o.day, f.shop_id, f.tickets, f.stakes, f.winning_tickets, f.prizes
from hippo.open_day o cross join lateral (select * from hippo.shop_figures s where s.day = o.day offset 0) f;

comment on view hippo.shop_days is 'Tickets of a day''s settled rounds by shop: sealed days as sealed, open days as they are now.';
