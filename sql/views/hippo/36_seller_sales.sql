-- SPDX-License-Identifier: MIT
create or replace view hippo.seller_sales as
select day, till_id, user_id, tickets, winning_tickets, stakes, prizes from hippo.seal_seller
union all
select o.day, f.till_id, f.user_id, f.tickets, f.winning_tickets, f.stakes, f.prizes
from hippo.open_day o cross join lateral (select * from hippo.seller_figures s where s.day = o.day offset 0) f;

comment on view hippo.seller_sales is 'What each seller sold at each till in the settled rounds of a day: of sealed days as sealed, of open days as it is now.';
