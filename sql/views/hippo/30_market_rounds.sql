-- SPDX-License-Identifier: MIT
create or replace view hippo.market_rounds as
select
    d.day,
    d.round_id,
    (t.ticket_id / 100000000000)::integer as shop_id,
    p.market,
    count(*) as lines,
    sum(l.stake)::bigint as stakes,
    coalesce(sum(l.prize) filter (where p.price_id = any (w.winning_prices)), 0)::bigint as prizes,
    sum(l.prize * p.chance) as expected
from hippo.round_day d
join hippo.round r on r.round_id = d.round_id and r.phase = 'settled'
join hippo.round_totals w on w.round_id = d.round_id
-- With offset 0 it is no join: the tickets of each round are looked up by its key, however many the planner expects.
cross join lateral (select * from hippo.ticket t where t.round_id = d.round_id and t.state <> 'voided' offset 0) t
cross join lateral unnest(t.price_ids, t.stakes, t.prizes) as l (price_id, stake, prize)
join hippo.price p on p.price_id = l.price_id
group by d.day, d.round_id, 3, p.market;

comment on view hippo.market_rounds is
    'What was staked and won in each settled round, by shop and market, in minor units, and what the chances say would be won: counted from the tickets. Ask for a day.';
