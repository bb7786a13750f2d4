-- SPDX-License-Identifier: MIT
-- Purpose: tells the next part of the film. The film never runs ahead of its clock, and its end is told only with the
--          result: whatever a client holds, the field has already run it and the order is still open.
-- Parameters: p_round_id; p_from the first sample (1 is 100 ms after the start); p_positions an array for each runner,
--             by ascending number, of millimetres from the gate
-- Returns: true
-- Errors: HP401 not the leader; HP400 not one equally long array of whole numbers for each runner; HP404; HP409 another
--         phase, not the next sample, or to be void; HP425 ahead of the film's clock, or within the part that is held back
create or replace function scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_last integer;
    v_film_ms bigint;
begin
    perform hippo.lead_require();
    v_round := hippo.round_advance(p_round_id, 'racing');
    v_last := p_from - 1 + hippo.film_length(p_round_id, p_positions);
    if p_from is distinct from v_round.film_samples + 1 then
        raise exception 'the next sample of round % is %', p_round_id, v_round.film_samples + 1 using errcode = 'HP409';
    end if;
    v_film_ms := hippo.ms(v_round.race_ends_at) - hippo.ms(v_round.race_starts_at);
    if v_last * 100 > v_film_ms - hippo.film_hold(v_film_ms) then
        raise exception 'the end of the film is told with the result' using errcode = 'HP425';
    end if;
    perform hippo.due_require(v_round.race_starts_at + v_last * interval '100 ms');
    update hippo.round set film_samples = v_last where round_id = p_round_id;
    perform hippo.stream_append('race', 'race_sync', p_round_id, json_build_object(
        'timeInRace', v_last * 100,
        'film', json_build_object('from', p_from, 'step', 100, 'positions', p_positions)));
    return true;
end
$$;
