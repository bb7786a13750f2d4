-- SPDX-License-Identifier: MIT
create or replace view report.fairness as
with round_of as (
    -- A round's lines depend on each other, rounds do not: the round is what is counted.
    select m.day, k.kind, k.name, m.round_id, sum(m.stakes) as stakes, sum(m.prizes) as prizes, sum(m.expected) as expected
    from hippo.market_days m
    join hippo.round r on r.round_id = m.round_id
    join hippo.card_template t on t.card_template_id = r.card_template_id
    cross join lateral (values ('card', t.name), ('market', m.market)) as k (kind, name)
    group by m.day, k.kind, k.name, m.round_id
), played as (
    select day, kind, name, count(*) as rounds, sum(stakes) as stakes, sum(prizes) as prizes, sum(expected) as expected,
           sum((prizes - expected) ^ 2) as square
    from round_of
    group by day, kind, name
    union all
    select day, 'shop', shop_id::text, rounds, stakes, prizes, expected, square
    from hippo.shop_returns
)
select
    p.day,
    p.kind collate "C" as kind,
    p.name collate "C" as name,
    p.rounds,
    hippo.units(p.stakes, house.digits) as stakes,
    hippo.units(p.prizes, house.digits) as prizes,
    hippo.units(p.expected, house.digits) as prizes_expected,
    round(p.prizes / p.stakes, 4) as return_observed,
    round(p.expected / p.stakes, 4) as return_expected,
    round((p.prizes - p.expected) / sqrt(nullif(p.square, 0)), 2) as z,
    round(p.square / power(100::numeric, house.digits), 2) as variance,
    round(s.chi_square, 2) as chi_square,
    s.degrees
from played p
-- Of each card and day by itself: joined to all days at once, some days would be looked for in all of history.
left join lateral (
    select sum((w.wins - w.expected) ^ 2 / w.expected) as chi_square, count(*) - 1 as degrees
    from (
        select rr.number, count(*) filter (where rr.has_won) as wins, sum(rr.win_chance) as expected
        from hippo.round_day d
        join hippo.round r on r.round_id = d.round_id
        join hippo.card_template t on t.card_template_id = r.card_template_id
        join report.round_runners rr on rr.round_id = d.round_id
        where d.day = p.day and t.name = p.name and p.kind = 'card' and rr.finish_position is not null
        group by rr.number
    ) w
) s on p.kind = 'card'
cross join hippo.house_terms house;

comment on view report.fairness is
    'One row for each day and card, market or shop: what its settled rounds returned, observed against what the chances say. Over more days add up prizes, prizes_expected, variance, chi_square and degrees: z is the difference of the first two over the root of the third.';
comment on column report.fairness.day is 'Day on which the rounds opened.';
comment on column report.fairness.kind is 'card, market or shop.';
comment on column report.fairness.name is 'Which one: name of the card, market, or number of the shop.';
comment on column report.fairness.rounds is 'Settled rounds with a bet on it.';
comment on column report.fairness.stakes is 'What was staked, in currency units.';
comment on column report.fairness.prizes is 'What was won.';
comment on column report.fairness.prizes_expected is 'What is won on average, by the exact chances of what was staked on.';
comment on column report.fairness.return_observed is 'Prizes over stakes.';
comment on column report.fairness.return_expected is 'Expected prizes over stakes: the return to player in theory.';
comment on column report.fairness.z is
    'Prizes less expected ones in standard deviations, which the rounds'' own differences give; beyond 4 on either side is an alarm.';
comment on column report.fairness.variance is 'Sum of the squared differences of the rounds, in currency units.';
comment on column report.fairness.chi_square is 'Of a card: how far its runners'' wins are from their chances; about as much as degrees when all is well.';
comment on column report.fairness.degrees is 'Degrees of freedom of chi_square: runners less one.';
