-- SPDX-License-Identifier: MIT
create or replace view report.safes as
with move as (
    select s.day, s.shop_id, s.to_tills, s.from_tills, s.to_bank, s.from_bank, s.corrections, s.change, b.balance
    from hippo.seal_safe s
    join hippo.seal_account b on b.account = 'shop_safe' and b.id = s.shop_id and b.day = s.day
    union all
    select f.day, f.shop_id, f.to_tills, f.from_tills, f.to_bank, f.from_bank, f.corrections, f.change,
           coalesce(b.balance, 0) + sum(f.change) over (partition by f.shop_id order by f.day)
    from hippo.safe_figures f
    left join lateral (select a.balance from hippo.seal_account a
                       where a.account = 'shop_safe' and a.id = f.shop_id order by a.day desc limit 1) b on true
    where f.is_open
)
select
    m.day,
    m.shop_id as shop,
    hippo.units(m.to_tills, house.digits) as to_tills,
    hippo.units(m.from_tills, house.digits) as from_tills,
    hippo.units(m.to_bank, house.digits) as to_bank,
    hippo.units(m.from_bank, house.digits) as from_bank,
    hippo.units(m.corrections, house.digits) as corrections,
    hippo.units(m.change, house.digits) as change,
    hippo.units(m.balance, house.digits) as balance
from move m
cross join hippo.house_terms house;

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
