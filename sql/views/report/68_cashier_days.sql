-- SPDX-License-Identifier: MIT
create or replace view report.cashier_days as
with part as (
    select day, shop, cashier, tickets, sales, voids, payments, refunds, 0::bigint as sessions, 0::numeric as variance,
           0::numeric as stakes, 0::numeric as prizes, 0::numeric as commission
    from report.cashiers
    union all
    select day, shop, cashier, 0, 0, 0, 0, 0, 1, coalesce(corrected - expected, variance, 0), 0, 0, 0
    from report.till_sessions
    union all
    select s.day, s.shop_id, c.username, 0, 0, 0, 0, 0, 0, 0, hippo.units(s.stakes, house.digits),
           hippo.units(s.prizes, house.digits), hippo.units(s.agent_commission, house.digits)
    from hippo.seller_days s
    join hippo.app_user c on c.user_id = s.user_id
    cross join hippo.house_terms house
)
select
    day,
    shop,
    cashier,
    sum(sessions)::bigint as sessions,
    sum(tickets)::bigint as tickets,
    sum(sales) as sales,
    sum(voids) as voids,
    sum(payments) as payments,
    sum(refunds) as refunds,
    sum(variance) as variance,
    sum(stakes) as stakes,
    sum(prizes) as prizes,
    sum(stakes - prizes) as gross,
    sum(commission) as commission
from part
group by day, shop, cashier;

comment on view report.cashier_days is
    'One row for each cashier, shop and day: what went through the cashier''s hands, over and short, and the result of what was sold.';
comment on column report.cashier_days.day is 'The day, in the house''s time zone.';
comment on column report.cashier_days.shop is 'Number of the shop.';
comment on column report.cashier_days.cashier is 'The user.';
comment on column report.cashier_days.sessions is 'Till sessions opened.';
comment on column report.cashier_days.tickets is 'Tickets sold.';
comment on column report.cashier_days.sales is 'Their stakes, in currency units.';
comment on column report.cashier_days.voids is 'Stakes given back for voided tickets.';
comment on column report.cashier_days.payments is 'Prizes paid.';
comment on column report.cashier_days.refunds is 'Stakes of void rounds given back.';
comment on column report.cashier_days.variance is 'Over less short of the sessions, by the corrected count where there is one.';
comment on column report.cashier_days.stakes is 'Stakes of the tickets that the day''s rounds settled.';
comment on column report.cashier_days.prizes is 'What they won.';
comment on column report.cashier_days.gross is 'Stakes less prizes.';
comment on column report.cashier_days.commission is 'What the cashier gets of it as an agent.';
