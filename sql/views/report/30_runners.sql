-- SPDX-License-Identifier: MIT
create or replace view report.runners as
select
    number,
    name,
    count(*) as rounds,
    count(*) filter (where has_won) as wins,
    round(sum(win_chance), 2) as wins_expected,
    round((count(*) filter (where has_won) - sum(win_chance)) / sqrt(nullif(sum(win_chance * (1 - win_chance)), 0)), 2) as wins_z,
    count(*) filter (where has_placed) as places,
    round(sum(place_chance), 2) as places_expected,
    round((count(*) filter (where has_placed) - sum(place_chance)) / sqrt(nullif(sum(place_chance * (1 - place_chance)), 0)), 2)
        as places_z,
    round(coalesce(sum(win_odds) filter (where has_won), 0) / count(*), 4) as return_observed,
    round(sum(win_chance * win_odds) / count(*), 4) as return_expected
from report.round_runners
where finish_position is not null
group by number, name;

comment on view report.runners is 'One row for each runner over all settled rounds: wins and places, observed against what the card''s chances say.';
comment on column report.runners.number is 'Number of the runner.';
comment on column report.runners.name is 'Name of the runner.';
comment on column report.runners.rounds is 'Settled rounds it ran in.';
comment on column report.runners.wins is 'Rounds it won.';
comment on column report.runners.wins_expected is 'Sum of its exact chances to win.';
comment on column report.runners.wins_z is 'Difference in standard deviations; beyond 4 on either side is an alarm.';
comment on column report.runners.places is 'Rounds in which it was placed.';
comment on column report.runners.places_expected is 'Sum of its exact chances to be placed.';
comment on column report.runners.places_z is 'Difference in standard deviations; beyond 4 on either side is an alarm.';
comment on column report.runners.return_observed is 'What 1 on this runner to win in every round would have returned on average.';
comment on column report.runners.return_expected is 'What it returns in theory (return to player).';
