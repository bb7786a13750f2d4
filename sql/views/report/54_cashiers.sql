-- SPDX-License-Identifier: MIT
create or replace view report.cashiers as
select
    (j.at at time zone house.time_zone)::date as day,
    k.shop_id as shop,
    c.username as cashier,
    count(*) filter (where j.action = 'sale') as tickets,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'sale'), 0), house.digits) as sales,
    count(*) filter (where j.action = 'void') as voided_tickets,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'void'), 0), house.digits) as voids,
    count(*) filter (where j.action = 'pay') as paid_tickets,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'pay'), 0), house.digits) as payments,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'refund'), 0), house.digits) as refunds,
    hippo.units(coalesce(sum(case j.action when 'sale' then j.amount when 'void' then -j.amount when 'pay' then -j.amount when 'refund' then -j.amount end), 0), house.digits) as balance,
    count(*) filter (where j.action = 'copy') as duplicates,
    count(*) filter (where j.action = 'scan_failed') as failed_scans
from hippo.journal j
join hippo.till k on k.till_id = j.scope
join hippo.app_user c on c.user_id = j.user_id
cross join hippo.house_terms house
group by 1, k.shop_id, c.username, house.digits;

comment on view report.cashiers is 'One row for each user, shop and day: what the user did at the shop''s tills.';
comment on column report.cashiers.day is 'The day, in the house''s time zone.';
comment on column report.cashiers.shop is 'Number of the shop.';
comment on column report.cashiers.cashier is 'The user.';
comment on column report.cashiers.tickets is 'Tickets sold.';
comment on column report.cashiers.sales is 'Their stakes, in currency units.';
comment on column report.cashiers.voided_tickets is 'Tickets voided.';
comment on column report.cashiers.voids is 'Stakes given back for them.';
comment on column report.cashiers.paid_tickets is 'Prizes paid.';
comment on column report.cashiers.payments is 'What was paid for them.';
comment on column report.cashiers.refunds is 'Stakes of void rounds given back.';
comment on column report.cashiers.balance is 'Sales less voids, payments and refunds.';
comment on column report.cashiers.duplicates is 'Duplicates of tickets printed.';
comment on column report.cashiers.failed_scans is 'Tickets shown that do not exist, or with a wrong code.';
