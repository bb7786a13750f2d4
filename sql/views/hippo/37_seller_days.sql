-- SPDX-License-Identifier: MIT
create or replace view hippo.seller_days as
select
    sold.day,
    k.shop_id,
    sold.till_id,
    sold.user_id,
    sold.tickets,
    sold.winning_tickets,
    sold.stakes,
    sold.prizes,
    a.rate as agent_rate,
    a.basis as agent_basis,
    coalesce(case a.basis when 'sales' then sold.stakes else greatest(sold.stakes - sold.prizes, 0) end * a.rate / 10000, 0)
        as agent_commission,
    v.rate as supervisor_rate,
    v.basis as supervisor_basis,
    coalesce(case v.basis when 'sales' then sold.stakes else greatest(sold.stakes - sold.prizes, 0) end * v.rate / 10000, 0)
        as supervisor_commission
from hippo.seller_sales sold
join hippo.till k on k.till_id = sold.till_id
left join lateral (
    select c.rate, c.basis
    from (
        select distinct on (r.user_id, r.shop_id) r.user_id, r.shop_id, r.rate, r.basis
        from hippo.commission_rate r
        where r.kind = 'agent' and r.from_day <= sold.day and coalesce(r.user_id, sold.user_id) = sold.user_id
            and coalesce(r.shop_id, k.shop_id) = k.shop_id
        order by r.user_id, r.shop_id, r.from_day desc, r.commission_rate_id desc
    ) c
    where c.rate is not null order by c.user_id, c.shop_id limit 1
) a on true
left join lateral (
    select c.rate, c.basis
    from (
        select distinct on (r.user_id, r.shop_id) r.user_id, r.shop_id, r.rate, r.basis
        from hippo.commission_rate r
        where r.kind = 'supervisor' and r.from_day <= sold.day and coalesce(r.shop_id, k.shop_id) = k.shop_id
        order by r.user_id, r.shop_id, r.from_day desc, r.commission_rate_id desc
    ) c
    where c.rate is not null order by c.user_id, c.shop_id limit 1
) v on true;

comment on view hippo.seller_days is
    'What each seller sold at each till in the settled rounds of a day, in minor units, and what agent and supervisor get of it, rounded down: by the rates of that day, which had not begun when they were set.';
