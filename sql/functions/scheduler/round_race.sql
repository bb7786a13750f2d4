-- SPDX-License-Identifier: MIT
-- Purpose: starts the race. A start that is late because the house was down moves the rest of the round with it, so
--          that everybody sees the whole race.
-- Parameters: p_round_id; p_distance_mm the course; p_playout_ms how far behind the film's clock screens play
-- Returns: true
-- Errors: HP401 not the leader; HP400 no course; HP404; HP409 another phase, or to be void; HP425 too early
create or replace function scheduler.round_race(p_round_id bigint, p_distance_mm bigint, p_playout_ms integer)
returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_now timestamptz;
    v_late interval := interval '0';
begin
    perform hippo.lead_require();
    if (p_distance_mm > 0 and p_playout_ms >= 0) is not true then
        raise exception 'a race needs a course and a playout delay' using errcode = 'HP400';
    end if;
    v_round := hippo.round_advance(p_round_id, 'locked');
    v_now := hippo.due_require(v_round.race_starts_at);
    if v_now - v_round.race_starts_at >= interval '250 ms' then
        v_late := date_trunc('milliseconds', v_now) - v_round.race_starts_at;
    end if;
    update hippo.round
    set phase = 'racing', raced_at = v_now, distance_mm = p_distance_mm, playout_ms = p_playout_ms,
        race_starts_at = race_starts_at + v_late, race_ends_at = race_ends_at + v_late, closes_at = closes_at + v_late
    where round_id = p_round_id returning * into v_round;
    perform hippo.stream_append('race', 'race_start', p_round_id, json_build_object(
        'phase', v_round.phase, 'screen', hippo.screen(v_round.phase),
        'raceStartTime', hippo.ms(v_round.race_starts_at), 'raceEndTime', hippo.ms(v_round.race_ends_at),
        'film', hippo.film_json(v_round, false)));
    return true;
end
$$;
