-- SPDX-License-Identifier: MIT
create or replace view hippo.market_figures as
select
    d.day,
    p.card_template_id,
    p.market,
    count(*) as lines,
    sum(l.stake)::bigint as stakes,
    coalesce(sum(l.prize) filter (where p.price_id = any (w.winning_prices)), 0)::bigint as prizes,
    sum(l.prize * p.chance) as expected
from hippo.round_day d
join hippo.round r on r.round_id = d.round_id and r.phase = 'settled'
join hippo.round_totals w on w.round_id = r.round_id
join hippo.ticket t on t.round_id = r.round_id and t.state <> 'voided'
cross join lateral unnest(t.price_ids, t.stakes, t.prizes) as l (price_id, stake, prize)
join hippo.price p on p.price_id = l.price_id
group by d.day, p.card_template_id, p.market;

comment on view hippo.market_figures is
    'What was staked and won in each market of each card on a day, counted from the tickets of its settled rounds: what a seal keeps of its day (hippo.seal_market).';
