-- SPDX-License-Identifier: MIT
create or replace view hippo.safe_figures as
select
    m.day,
    m.is_open,
    m.shop_id,
    -coalesce(sum(m.amount) filter (where m.action in ('till_open', 'supply')), 0)::bigint as to_tills,
    coalesce(sum(m.amount) filter (where m.action in ('close', 'drop')), 0)::bigint as from_tills,
    -coalesce(sum(m.amount) filter (where m.action = 'safe_to_bank'), 0)::bigint as to_bank,
    coalesce(sum(m.amount) filter (where m.action = 'safe_from_bank'), 0)::bigint as from_bank,
    coalesce(sum(m.amount) filter (where m.action not in
        ('till_open', 'supply', 'close', 'drop', 'safe_to_bank', 'safe_from_bank')), 0)::bigint as corrections,
    sum(m.amount)::bigint as change
from (
    select day, is_open, action, case when debit = 'shop_safe' then debit_id else credit_id end::integer as shop_id,
           case when debit = 'shop_safe' then amount else -amount end as amount
    from hippo.day_entry
    where 'shop_safe' in (debit, credit)
) m
group by m.day, m.is_open, m.shop_id;

comment on view hippo.safe_figures is 'How each shop''s safe moved on a day, counted from the journal: what a seal keeps of its day (hippo.seal_safe).';
