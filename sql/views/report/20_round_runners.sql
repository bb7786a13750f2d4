-- SPDX-License-Identifier: MIT
create or replace view report.round_runners as
select
    rr.round_id,
    rr.number,
    rr.name,
    rr.win_odds / 100.0 as win_odds,
    rr.win_chance,
    rr.place_chance,
    result.position as finish_position,
    result.position = 1 as has_won,
    result.position <= hippo.places(cardinality(r.runner_order)) as has_placed
from hippo.round_runner rr
join hippo.round r on r.round_id = rr.round_id
cross join lateral (
    select case when r.phase = 'settled' then array_position(r.runner_order, rr.number) end as position
) result;

comment on view report.round_runners is 'One row for each runner of each round: odds, exact chances, and where it finished.';
comment on column report.round_runners.round_id is 'Number of the round.';
comment on column report.round_runners.number is 'Number of the runner.';
comment on column report.round_runners.name is 'Name of the runner.';
comment on column report.round_runners.win_odds is 'Odds to win: 5.50 pays 5.50 for 1.';
comment on column report.round_runners.win_chance is 'Exact chance to win: weight divided by the sum of weights.';
comment on column report.round_runners.place_chance is
    'Exact chance to be placed: first 1 (under 5 runners), 2 (5 to 7) or 3 (8 and more).';
comment on column report.round_runners.finish_position is 'Place at the finish, from 1; null before the round is settled, and for a void round.';
comment on column report.round_runners.has_won is 'True for the winner; null without a result.';
comment on column report.round_runners.has_placed is 'True for the placed; null without a result.';
