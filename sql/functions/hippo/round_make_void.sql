-- SPDX-License-Identifier: MIT
-- Purpose: makes a round void, with every ticket of it to be refunded, and tells everybody.
-- Parameters: p_round a row of hippo.round_take_void, with its secret and what that draws, if they are known
create or replace function hippo.round_make_void(p_round hippo.round) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
    v_finish interval := hippo.setting_integer('finish_ms') * interval '1 ms';
begin
    update hippo.round
    set phase = 'void', voided_at = v_now, void_requested_at = coalesce(void_requested_at, v_now),
        void_reason = coalesce(void_reason, 'the clock was set back'), secret = p_round.secret,
        outcome_seed = p_round.outcome_seed, film_seed = p_round.film_seed, runner_order = p_round.runner_order,
        -- The next round opens when this one would have ended; or soon, if that is further ahead than a round is long.
        closes_at = greatest(date_trunc('milliseconds', v_now) + v_finish,
                             case when race_ends_at - v_now <= race_due_at - opened_at + (race_ends_at - race_starts_at)
                                  then race_ends_at end)
    where round_id = p_round.round_id returning * into p_round;
    perform hippo.tickets_refund(p_round);
    perform hippo.stream_append('race', 'round_void', p_round.round_id, json_build_object(
        'phase', p_round.phase, 'screen', hippo.screen(p_round.phase), 'reason', p_round.void_reason,
        'secret', encode(p_round.secret, 'hex'), 'outcomeSeed', encode(p_round.outcome_seed, 'hex'),
        'wouldBeOrder', p_round.runner_order));
end
$$;
