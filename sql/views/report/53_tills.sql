-- SPDX-License-Identifier: MIT
create or replace view report.tills as
select
    d.day,
    k.shop_id as shop,
    k.till_id,
    k.name as till,
    sum(d.sales_count)::bigint as tickets,
    hippo.units(sum(d.sales), house.digits) as sales,
    sum(d.voids_count)::bigint as voided_tickets,
    hippo.units(sum(d.voids), house.digits) as voids,
    sum(d.payments_count)::bigint as paid_tickets,
    hippo.units(sum(d.payments), house.digits) as payments,
    hippo.units(sum(d.refunds), house.digits) as refunds,
    hippo.units(sum(d.cash_in), house.digits) as cash_in,
    hippo.units(sum(d.cash_out), house.digits) as cash_out,
    hippo.units(sum(d.variance), house.digits) as variance,
    hippo.units(sum(d.sales - d.voids - d.payments - d.refunds), house.digits) as balance
from hippo.till_days d
join hippo.till k on k.till_id = d.till_id
cross join hippo.house_terms house
where d.postings > 0
group by d.day, k.shop_id, k.till_id, k.name, house.digits;

comment on view report.tills is 'One row for each till and day: what went through it.';
comment on column report.tills.day is 'The day, in the house''s time zone.';
comment on column report.tills.shop is 'Number of the shop.';
comment on column report.tills.till_id is 'The till.';
comment on column report.tills.till is 'Its name.';
comment on column report.tills.tickets is 'Tickets sold.';
comment on column report.tills.sales is 'Their stakes, in currency units.';
comment on column report.tills.voided_tickets is 'Tickets voided.';
comment on column report.tills.voids is 'Stakes given back for them.';
comment on column report.tills.paid_tickets is 'Prizes paid.';
comment on column report.tills.payments is 'What was paid for them.';
comment on column report.tills.refunds is 'Stakes of void rounds given back.';
comment on column report.tills.cash_in is 'Deposits, sundry receipts and supplies from the safe, less what of them was reversed.';
comment on column report.tills.cash_out is 'Withdrawals, expenses and drops to the safe, less what of them was reversed.';
comment on column report.tills.variance is 'Over less short, as posted at the close, and as corrected after it.';
comment on column report.tills.balance is 'Sales less voids, payments and refunds.';
