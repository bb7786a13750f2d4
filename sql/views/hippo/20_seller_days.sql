-- SPDX-License-Identifier: MIT
create or replace view hippo.seller_days as
with sold as (
    select
        (r.opened_at at time zone house.time_zone)::date as day,
        s.till_id,
        s.user_id,
        count(*) as tickets,
        count(*) filter (where t.prize > 0) as winning_tickets,
        sum(t.stake)::bigint as stakes,
        sum(t.prize)::bigint as prizes
    from hippo.round r
    join hippo.ticket t on t.round_id = r.round_id
    join hippo.till_session s on s.till_session_id = t.till_session_id
    cross join hippo.house_terms house
    where r.phase = 'settled' and t.prize is not null
    group by 1, s.till_id, s.user_id
)
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
from sold
join hippo.till k on k.till_id = sold.till_id
left join lateral (
    select c.rate, c.basis from hippo.commission_rate c where c.user_id = sold.user_id and c.from_day <= sold.day
    order by c.from_day desc, c.commission_rate_id desc limit 1
) own on true
left join lateral (
    select c.rate, c.basis from hippo.commission_rate c
    where c.shop_id = k.shop_id and c.kind = 'agent' and c.from_day <= sold.day
    order by c.from_day desc, c.commission_rate_id desc limit 1
) theirs on true
left join lateral (
    select c.rate, c.basis from hippo.commission_rate c
    where c.shop_id = k.shop_id and c.kind = 'supervisor' and c.from_day <= sold.day
    order by c.from_day desc, c.commission_rate_id desc limit 1
) v on true
cross join lateral (
    select coalesce(own.rate, theirs.rate) as rate, case when own.rate is not null then own.basis else theirs.basis end as basis
) a;

comment on view hippo.seller_days is
    'What each seller sold at each till in the settled rounds of a day, in minor units, and what agent and supervisor get of it, rounded down: by the rates of that day, which had not begun when they were set.';
