-- SPDX-License-Identifier: MIT
create or replace view report.safes as
select
    m.day,
    m.shop,
    hippo.units(m.to_tills, house.digits) as to_tills,
    hippo.units(m.from_tills, house.digits) as from_tills,
    hippo.units(m.to_bank, house.digits) as to_bank,
    hippo.units(m.from_bank, house.digits) as from_bank,
    hippo.units(m.change + m.to_tills - m.from_tills + m.to_bank - m.from_bank, house.digits) as corrections,
    hippo.units(m.change, house.digits) as change,
    hippo.units(coalesce(sealed.balance, coalesce(latest.balance, 0) + since.balance), house.digits) as balance
from (
    select
        j.day,
        j.shop,
        coalesce(-sum(j.amount) filter (where j.action in ('till_open', 'supply')), 0) as to_tills,
        coalesce(sum(j.amount) filter (where j.action in ('close', 'drop')), 0) as from_tills,
        coalesce(-sum(j.amount) filter (where j.action = 'safe_to_bank'), 0) as to_bank,
        coalesce(sum(j.amount) filter (where j.action = 'safe_from_bank'), 0) as from_bank,
        sum(j.amount) as change
    from (
        select day, action, case debit when 'shop_safe' then debit_id else credit_id end::integer as shop,
               case debit when 'shop_safe' then amount else -amount end as amount
        from hippo.day_entry
        where 'shop_safe' in (debit, credit)
    ) j
    group by j.day, j.shop
) m
left join hippo.seal_account sealed on sealed.account = 'shop_safe' and sealed.id = m.shop and sealed.day = m.day
-- Of a day that is not sealed yet: the last balance that is, and what was posted since.
left join lateral (
    select a.balance from hippo.seal_account a where a.account = 'shop_safe' and a.id = m.shop order by a.day desc limit 1
) latest on true
cross join lateral (
    select coalesce(sum(v.balance), 0) as balance from hippo.account_moves v
    where v.is_open and v.account = 'shop_safe' and v.id = m.shop and v.day <= m.day and sealed.day is null
) since
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
