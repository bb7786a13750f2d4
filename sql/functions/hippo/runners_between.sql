-- SPDX-License-Identifier: MIT
-- Purpose: report.runners over some days only: wins and places of each runner, observed against expected.
-- Parameters: p_from, p_to days, both included
-- Returns: rows as report.runners
create or replace function hippo.runners_between(p_from date, p_to date)
returns table (
    number integer, name text, rounds bigint, wins bigint, wins_expected numeric, wins_z numeric, places bigint,
    places_expected numeric, places_z numeric, return_observed numeric, return_expected numeric)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select number, name, rounds, wins, round(win_sum, 2), round((wins - win_sum) / sqrt(nullif(win_var, 0)), 2),
           places, round(place_sum, 2), round((places - place_sum) / sqrt(nullif(place_var, 0)), 2),
           round(paid / rounds, 4), round(paid_sum / rounds, 4)
    from (
        select rr.number, rr.name, count(*) as rounds, count(*) filter (where rr.has_won) as wins, sum(rr.win_chance) as win_sum,
               sum(rr.win_chance * (1 - rr.win_chance)) as win_var, count(*) filter (where rr.has_placed) as places,
               sum(rr.place_chance) as place_sum, sum(rr.place_chance * (1 - rr.place_chance)) as place_var,
               coalesce(sum(rr.win_odds) filter (where rr.has_won), 0) as paid, sum(rr.win_chance * rr.win_odds) as paid_sum
        from report.round_runners rr join report.rounds r on r.round_id = rr.round_id
        where rr.finish_position is not null and r.day between p_from and p_to
        group by rr.number, rr.name
    ) runner
$$;
