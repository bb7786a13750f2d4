-- SPDX-License-Identifier: MIT
-- Purpose: the countdown to a round's race, from absolute times.
-- Parameters: p_round a row
-- Returns: json {timeLeft, totalDuration, startTime, endTime in ms; percentage elapsed}
create or replace function hippo.timer_json(p_round hippo.round) returns json
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object(
        'timeLeft', left_ms, 'totalDuration', end_ms - start_ms, 'startTime', start_ms, 'endTime', end_ms,
        'percentage', round(100.0 * (end_ms - start_ms - left_ms) / (end_ms - start_ms), 1))
    from (
        select start_ms, end_ms, least(greatest(end_ms - hippo.ms(hippo.clock()), 0), end_ms - start_ms) as left_ms
        from (select hippo.ms(p_round.opened_at) as start_ms, hippo.ms(p_round.race_starts_at) as end_ms) times
    ) timer
$$;
