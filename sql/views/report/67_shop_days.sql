-- SPDX-License-Identifier: MIT
create or replace view report.shop_days as
with part as (
    select day, shop, tickets, sales, voids, payments, refunds, cash_in, cash_out, variance,
           0::numeric as stakes, 0::numeric as prizes, 0::numeric as agent, 0::numeric as supervisor
    from report.tills
    union all
    select s.day, s.shop_id, 0, 0, 0, 0, 0, 0, 0, 0, hippo.units(s.stakes, house.digits), hippo.units(s.prizes, house.digits),
           hippo.units(s.agent_commission, house.digits), hippo.units(s.supervisor_commission, house.digits)
    from hippo.seller_days s
    cross join hippo.house_terms house
)
select
    day,
    shop,
    sum(tickets)::bigint as tickets,
    sum(sales) as sales,
    sum(voids) as voids,
    sum(payments) as payments,
    sum(refunds) as refunds,
    sum(cash_in) as cash_in,
    sum(cash_out) as cash_out,
    sum(variance) as variance,
    sum(stakes) as stakes,
    sum(prizes) as prizes,
    sum(stakes - prizes) as gross,
    sum(agent) as agent_commission,
    sum(supervisor) as supervisor_commission,
    sum(stakes - prizes - agent - supervisor) as net
from part
group by day, shop;

comment on view report.shop_days is
    'One row for each shop and day: the cash that moved on that day, and the result of the rounds that opened on it.';
comment on column report.shop_days.day is 'The day, in the house''s time zone.';
comment on column report.shop_days.shop is 'Number of the shop.';
comment on column report.shop_days.tickets is 'Tickets sold.';
comment on column report.shop_days.sales is 'Their stakes, in currency units.';
comment on column report.shop_days.voids is 'Stakes given back for voided tickets.';
comment on column report.shop_days.payments is 'Prizes paid, whenever they were won.';
comment on column report.shop_days.refunds is 'Stakes of void rounds given back.';
comment on column report.shop_days.cash_in is 'Other cash that came into its tills.';
comment on column report.shop_days.cash_out is 'Other cash that left its tills.';
comment on column report.shop_days.variance is 'Over less short, as posted at the close, and as corrected after it.';
comment on column report.shop_days.stakes is 'Stakes of the tickets that its rounds settled.';
comment on column report.shop_days.prizes is 'What they won.';
comment on column report.shop_days.gross is 'Stakes less prizes.';
comment on column report.shop_days.agent_commission is 'What its agents get of it.';
comment on column report.shop_days.supervisor_commission is 'What its supervisor gets of it.';
comment on column report.shop_days.net is 'Gross less commissions.';
