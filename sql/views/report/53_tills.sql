-- SPDX-License-Identifier: MIT
create or replace view report.tills as
select
    (j.at at time zone house.time_zone)::date as day,
    k.shop_id as shop,
    k.till_id,
    k.name as till,
    count(*) filter (where j.action = 'sale') as tickets,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'sale'), 0), house.digits) as sales,
    count(*) filter (where j.action = 'void') as voided_tickets,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'void'), 0), house.digits) as voids,
    count(*) filter (where j.action = 'pay') as paid_tickets,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'pay'), 0), house.digits) as payments,
    hippo.units(coalesce(sum(j.amount) filter (where j.action = 'refund'), 0), house.digits) as refunds,
    hippo.units(coalesce(sum(case when j.action in ('deposit', 'cash_in', 'supply') then j.amount
                                  when j.action = 'reversal' and j.credit = 'till_cash' then -j.amount end), 0), house.digits) as cash_in,
    hippo.units(coalesce(sum(case when j.action in ('withdrawal', 'cash_out', 'drop') then j.amount
                                  when j.action = 'reversal' and j.debit = 'till_cash' then -j.amount end), 0), house.digits) as cash_out,
    hippo.units(coalesce(sum(case when j.action = 'over' or j.action = 'count_correction' and j.credit = 'variance' then j.amount
                                  when j.action in ('short', 'count_correction') then -j.amount end), 0), house.digits) as variance,
    hippo.units(coalesce(sum(case j.action when 'sale' then j.amount when 'void' then -j.amount when 'pay' then -j.amount when 'refund' then -j.amount end), 0), house.digits) as balance
from hippo.journal j
join hippo.till k on k.till_id = j.scope
cross join hippo.house_terms house
where j.amount is not null
group by 1, k.shop_id, k.till_id, k.name, house.digits;

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
