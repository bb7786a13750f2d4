-- SPDX-License-Identifier: MIT
create or replace view report.taxes as
with tax as (
    select s.day, s.shop_id, s.tickets, s.prizes, s.withheld, s.handed_over, -b.balance as owed
    from hippo.seal_tax s
    join hippo.seal_account b on b.account = 'tax' and b.id = s.shop_id and b.day = s.day
    union all
    select f.day, f.shop_id, f.tickets, f.prizes, f.withheld, f.handed_over,
           coalesce(-b.balance, 0) + sum(f.withheld - f.handed_over) over (partition by f.shop_id order by f.day)
    from hippo.tax_figures f
    left join lateral (select a.balance from hippo.seal_account a
                       where a.account = 'tax' and a.id = f.shop_id order by a.day desc limit 1) b on true
    where f.is_open
)
select
    t.day,
    t.day - extract(day from t.day)::integer + 1 as month,
    t.shop_id as shop,
    t.tickets,
    hippo.units(t.prizes, house.digits) as prizes,
    hippo.units(t.withheld, house.digits) as withheld,
    hippo.units(t.prizes - t.withheld, house.digits) as net_prizes,
    hippo.units(t.handed_over, house.digits) as handed_over,
    hippo.units(t.owed, house.digits) as owed
from tax t
cross join hippo.house_terms house;

comment on view report.taxes is
    'One row for each shop and day on which something was withheld from prizes there, or handed over to the state.';
comment on column report.taxes.day is 'The day of the payments, in the house''s time zone.';
comment on column report.taxes.month is 'First day of its month, to add up by.';
comment on column report.taxes.shop is 'Number of the shop that paid.';
comment on column report.taxes.tickets is 'Tickets from whose prize something was withheld.';
comment on column report.taxes.prizes is 'Their prizes, in currency units.';
comment on column report.taxes.withheld is 'What was kept of them.';
comment on column report.taxes.net_prizes is 'What was left for the players, before it was rounded up to coins.';
comment on column report.taxes.handed_over is 'What was handed over to the state on that day, of whatever days.';
comment on column report.taxes.owed is 'What the shop still owes the state after the day, by the books, counted from the first entry on.';
