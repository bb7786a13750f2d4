-- SPDX-License-Identifier: MIT
-- Purpose: the film of a round as far as it has been told: geometry and, if wanted, every position published so far.
-- Parameters: p_round a row in or after its race; p_with_positions
-- Returns: json, null before the race
create or replace function hippo.film_json(p_round hippo.round, p_with_positions boolean) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_runners integer[];
    v_geometry text;
    v_positions text;
begin
    if p_round.distance_mm is null then
        return null;
    end if;
    select array_agg(number order by number) into v_runners from hippo.round_runner where round_id = p_round.round_id;
    v_geometry := json_build_object(
        'runners', v_runners, 'distance', p_round.distance_mm, 'step', 100,
        'duration', hippo.ms(p_round.race_ends_at) - hippo.ms(p_round.race_starts_at),
        'playoutDelay', p_round.playout_ms);
    if not p_with_positions then
        return v_geometry;
    end if;
    -- Segments are spliced as text: parsing thousands of numbers for every snapshot would cost more than all the rest.
    select string_agg('[' || coalesce(told.positions, '') || ']', ',' order by place) into v_positions
    from generate_series(1, cardinality(v_runners)) as place left join (
        select segment.place, string_agg(btrim(segment.value::text, '[] '), ',' order by e."offset") as positions
        from hippo.stream_event e,
            json_array_elements(e.data -> 'film' -> 'positions') with ordinality as segment (value, place)
        where e.round_id = p_round.round_id and e.event in ('race_sync', 'race_end')
        group by segment.place
    ) told using (place);
    return left(v_geometry, -1) || ', "from" : 1, "positions" : [' || v_positions || ']}';
end
$$;
