-- SPDX-License-Identifier: MIT
-- Purpose: the finish line. Only now does the database learn the secret; it checks it and draws the order itself, and
--          a scheduler that drew another one is stopped here. The end of the film goes out with the order.
-- Parameters: p_round_id; p_secret 32 bytes in hex; p_order as the scheduler drew it; p_from, p_positions as in
--             film_publish, to the film's end
-- Returns: true
-- Errors: HP401 not the leader; HP400 a wrong secret or film; HP404; HP409 another phase or sample, or to be void;
--         HP425 too early; HP500 another order than the one drawn here: one of the two programs is wrong, and the round
--         stands still until a person looks
create or replace function scheduler.round_finish(
    p_round_id bigint, p_secret text, p_order integer[], p_from integer, p_positions json) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_now timestamptz;
    v_last integer;
    v_reveal record;
begin
    perform hippo.lead_require();
    v_round := hippo.round_advance(p_round_id, 'racing');
    v_now := hippo.due_require(v_round.race_ends_at);
    v_last := p_from - 1 + hippo.film_length(p_round_id, p_positions);
    if p_from is distinct from v_round.film_samples + 1
        or v_last * 100 <> hippo.ms(v_round.race_ends_at) - hippo.ms(v_round.race_starts_at) then
        raise exception 'the film of round % goes on at sample % and to its end', p_round_id, v_round.film_samples + 1
            using errcode = 'HP409';
    end if;
    v_reveal := hippo.round_reveal(v_round, hippo.from_hex(p_secret));
    if v_reveal.runner_order is distinct from p_order then
        raise exception 'two implementations of the draw disagree on round %', p_round_id using errcode = 'HP500';
    end if;
    update hippo.round
    set phase = 'finished', finished_at = v_now, film_samples = v_last,
        secret = hippo.from_hex(p_secret), outcome_seed = v_reveal.outcome_seed, film_seed = v_reveal.film_seed,
        runner_order = v_reveal.runner_order,
        closes_at = closes_at + case when v_now - race_ends_at >= interval '250 ms'
                                     then date_trunc('milliseconds', v_now) - race_ends_at else interval '0' end
    where round_id = p_round_id returning * into v_round;
    perform hippo.stream_append('race', 'race_end', p_round_id, json_build_object(
        'phase', v_round.phase, 'screen', hippo.screen(v_round.phase), 'raceEndTime', hippo.ms(v_round.race_ends_at),
        'order', v_round.runner_order, 'winner', hippo.runner_json(p_round_id, v_round.runner_order[1]),
        'film', json_build_object('from', p_from, 'step', 100, 'positions', p_positions)));
    return true;
end
$$;
