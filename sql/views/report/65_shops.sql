-- SPDX-License-Identifier: MIT
create or replace view report.shops as
select
    (r.opened_at at time zone house.time_zone)::date as day,
    (t.ticket_id / 100000000000)::integer as shop,
    count(*) as tickets,
    hippo.units(sum(t.stake), house.digits) as stakes,
    count(*) filter (where t.prize > 0) as winning_tickets,
    hippo.units(sum(t.prize), house.digits) as prizes,
    hippo.units(sum(t.stake - t.prize), house.digits) as gross
from hippo.round r
join hippo.ticket t on t.round_id = r.round_id
cross join hippo.house_terms house
where r.phase = 'settled' and t.prize is not null
group by 1, 2, house.digits;

comment on view report.shops is 'One row for each shop and day: sales, prizes and the result of its settled rounds.';
comment on column report.shops.day is 'Day on which the rounds opened.';
comment on column report.shops.shop is 'Number of the shop.';
comment on column report.shops.tickets is 'Tickets sold, without those that were voided.';
comment on column report.shops.stakes is 'Their stakes, in currency units.';
comment on column report.shops.winning_tickets is 'Tickets that won.';
comment on column report.shops.prizes is 'What they won.';
comment on column report.shops.gross is 'Stakes less prizes: profit, or deficit when negative.';
