-- SPDX-License-Identifier: MIT
-- Purpose: carries out a void that was asked for, or that the clock asks for, because it was set back behind the round:
--          every ticket is to be refunded, in the same transaction. Its seed and the order it would have had are public all
--          the same, so that nobody can hide an unpleasant round.
-- Parameters: p_round_id; p_secret 32 bytes in hex
-- Returns: true
-- Errors: HP401 not the leader; HP400 a wrong secret; HP404; HP409 another phase, or
--         nobody asked
create or replace function scheduler.round_void(p_round_id bigint, p_secret text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_now timestamptz;
    v_finish interval := hippo.setting_integer('finish_ms') * interval '1 ms';
    v_reveal record;
begin
    perform hippo.lead_require();
    v_round := hippo.round_take(p_round_id, 'betting', 'locked', 'racing', 'finished');
    if v_round.void_requested_at is null and (v_round.phase = 'finished' or not hippo.round_is_ahead(v_round)) then
        raise exception 'nobody asked for round % to be void', p_round_id using errcode = 'HP409';
    end if;
    perform hippo.sales_stop();
    v_now := hippo.clock();
    v_reveal := hippo.round_reveal(v_round, hippo.from_hex(p_secret));
    update hippo.round
    set phase = 'void', voided_at = v_now, void_requested_at = coalesce(void_requested_at, v_now),
        void_reason = coalesce(void_reason, 'the clock was set back'), secret = hippo.from_hex(p_secret), outcome_seed = v_reveal.outcome_seed,
        film_seed = v_reveal.film_seed, runner_order = v_reveal.runner_order,
        -- The next round opens when this one would have ended; or soon, if that is further ahead than a round is long.
        closes_at = greatest(date_trunc('milliseconds', v_now) + v_finish,
                             case when race_ends_at - v_now <= race_due_at - opened_at + (race_ends_at - race_starts_at)
                                  then race_ends_at end)
    where round_id = p_round_id returning * into v_round;
    perform hippo.tickets_refund(v_round);
    perform hippo.stream_append('race', 'round_void', p_round_id, json_build_object(
        'phase', v_round.phase, 'screen', hippo.screen(v_round.phase), 'reason', v_round.void_reason,
        'secret', encode(v_round.secret, 'hex'), 'outcomeSeed', encode(v_round.outcome_seed, 'hex'),
        'wouldBeOrder', v_round.runner_order));
    return true;
end
$$;
