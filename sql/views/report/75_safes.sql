-- SPDX-License-Identifier: MIT
create or replace view report.safes as
with move as (
    select
        (j.at at time zone house.time_zone)::date as day,
        case when j.debit = 'shop_safe' then j.debit_id else j.credit_id end::integer as shop,
        j.action,
        case when j.debit = 'shop_safe' then j.amount else -j.amount end as amount
    from hippo.journal j
    cross join hippo.house_terms house
    where 'shop_safe' in (j.debit, j.credit)
)
select
    m.day,
    m.shop,
    hippo.units(-coalesce(sum(m.amount) filter (where m.action in ('till_open', 'supply')), 0), house.digits) as to_tills,
    hippo.units(coalesce(sum(m.amount) filter (where m.action in ('close', 'drop')), 0), house.digits) as from_tills,
    hippo.units(-coalesce(sum(m.amount) filter (where m.action = 'safe_to_bank'), 0), house.digits) as to_bank,
    hippo.units(coalesce(sum(m.amount) filter (where m.action = 'safe_from_bank'), 0), house.digits) as from_bank,
    hippo.units(coalesce(sum(m.amount) filter (where m.action not in
        ('till_open', 'supply', 'close', 'drop', 'safe_to_bank', 'safe_from_bank')), 0), house.digits) as corrections,
    hippo.units(sum(m.amount), house.digits) as change,
    hippo.units(sum(sum(m.amount)) over (partition by m.shop order by m.day), house.digits) as balance
from move m
cross join hippo.house_terms house
group by m.day, m.shop, house.digits;

comment on view report.safes is
    'One row for each shop and day on which its safe moved: what went to the tills and came back, and to the bank and from it.';
comment on column report.safes.day is 'The day, in the house''s time zone.';
comment on column report.safes.shop is 'Number of the shop.';
comment on column report.safes.to_tills is 'Floats and supplies, in currency units.';
comment on column report.safes.from_tills is 'Drops, and what the tills held when they were closed.';
comment on column report.safes.to_bank is 'Taken to the bank.';
comment on column report.safes.from_bank is 'Fetched from the bank.';
comment on column report.safes.corrections is 'Reversals of such movements, and corrected counts.';
comment on column report.safes.change is 'All of these together.';
comment on column report.safes.balance is 'What the safe holds after the day, by the books, counted from the first entry on.';
