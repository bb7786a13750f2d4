-- SPDX-License-Identifier: MIT
-- Purpose: the film of a round as far as it has been told: geometry and, if wanted, every position published so far.
-- Parameters: p_round a row in or after its race; p_with_positions
-- Returns: json, null before the race
create or replace function hippo.film_json(p_round hippo.round, p_with_positions boolean) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_geometry text;
    v_positions text;
begin
    if p_round.distance_mm is null then
        return null;
    end if;
    select json_build_object(
        'runners', (select json_agg(number order by number) from hippo.round_runner where round_id = p_round.round_id),
        'distance', p_round.distance_mm, 'step', 100,
        'duration', hippo.ms(p_round.race_ends_at) - hippo.ms(p_round.race_starts_at),
        'playoutDelay', p_round.playout_ms)::text into v_geometry;
    if not p_with_positions then
        return v_geometry;
    end if;
    -- Segments are spliced as text: parsing thousands of numbers for every snapshot would cost more than all the rest.
    select string_agg('[' || positions || ']', ',' order by runner) into v_positions
    from (
        select runner, string_agg(btrim(segment.value::text, '[] '), ',' order by e."offset") as positions
        from hippo.stream_event e,
            json_array_elements(e.data -> 'film' -> 'positions') with ordinality as segment (value, runner)
        where e.round_id = p_round.round_id and e.event in ('race_sync', 'race_end')
        group by runner
    ) runners;
    return left(v_geometry, -1) || ', "from" : 1, "positions" : [' || coalesce(v_positions, '') || ']}';
end
$$;
