-- SPDX-License-Identifier: MIT
create or replace view report.cashiers as
select
    d.day,
    k.shop_id as shop,
    c.username as cashier,
    sum(d.sales_count)::bigint as tickets,
    hippo.units(sum(d.sales), house.digits) as sales,
    sum(d.voids_count)::bigint as voided_tickets,
    hippo.units(sum(d.voids), house.digits) as voids,
    sum(d.payments_count)::bigint as paid_tickets,
    hippo.units(sum(d.payments), house.digits) as payments,
    hippo.units(sum(d.refunds), house.digits) as refunds,
    hippo.units(sum(d.sales - d.voids - d.payments - d.refunds), house.digits) as balance,
    sum(d.copies)::bigint as duplicates,
    sum(d.failed_scans)::bigint as failed_scans
from hippo.till_days d
join hippo.till k on k.till_id = d.till_id
join hippo.app_user c on c.user_id = d.user_id
cross join hippo.house_terms house
group by d.day, k.shop_id, c.username, house.digits;

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
