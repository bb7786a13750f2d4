-- SPDX-License-Identifier: MIT
create or replace view hippo.market_rounds as
select
    r.round_id,
    (r.opened_at at time zone house.time_zone)::date as day,
    r.card_template_id,
    (t.ticket_id / 100000000000)::integer as shop_id,
    p.market,
    count(*) as lines,
    sum(l.stake)::bigint as stakes,
    coalesce(sum(l.prize) filter (where p.price_id = any (w.winning_prices)), 0)::bigint as prizes,
    sum(l.prize * p.chance) as expected
from hippo.round r
join hippo.round_totals w on w.round_id = r.round_id
join hippo.ticket t on t.round_id = r.round_id and t.state <> 'voided'
cross join lateral unnest(t.price_ids, t.stakes, t.prizes) as l (price_id, stake, prize)
join hippo.price p on p.price_id = l.price_id
cross join hippo.house_terms house
where r.phase = 'settled'
group by r.round_id, 2, 4, p.market;

comment on view hippo.market_rounds is
    'What was staked and won in each settled round, by shop and market, in minor units, and what the chances say would be won.';
