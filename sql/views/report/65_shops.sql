-- SPDX-License-Identifier: MIT
create or replace view report.shops as
select
    s.day,
    k.shop_id as shop,
    sum(s.tickets)::bigint as tickets,
    hippo.units(sum(s.stakes), house.digits) as stakes,
    sum(s.winning_tickets)::bigint as winning_tickets,
    hippo.units(sum(s.prizes), house.digits) as prizes,
    hippo.units(sum(s.stakes - s.prizes), house.digits) as gross
from hippo.seller_sales s
join hippo.till k on k.till_id = s.till_id
cross join hippo.house_terms house
group by s.day, k.shop_id, house.digits;

comment on view report.shops is 'One row for each shop and day: sales, prizes and the result of its settled rounds.';
comment on column report.shops.day is 'Day on which the rounds opened.';
comment on column report.shops.shop is 'Number of the shop.';
comment on column report.shops.tickets is 'Tickets sold, without those that were voided.';
comment on column report.shops.stakes is 'Their stakes, in currency units.';
comment on column report.shops.winning_tickets is 'Tickets that won.';
comment on column report.shops.prizes is 'What they won.';
comment on column report.shops.gross is 'Stakes less prizes: profit, or deficit when negative.';
