-- SPDX-License-Identifier: MIT
-- Purpose: makes the result final, settles every ticket and reveals the secret, in one transaction.
-- Parameters: p_round_id
-- Returns: true
-- Errors: HP401 not the leader; HP404; HP409 another phase, or to be void
create or replace function scheduler.round_settle(p_round_id bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_now timestamptz := hippo.clock();
    v_totals json;
begin
    perform hippo.lead_require();
    v_round := hippo.round_advance(p_round_id, 'finished');
    -- After a clock that was ahead at the finish the house goes on when the result has been shown, not when it said.
    update hippo.round set phase = 'settled', settled_at = v_now,
        closes_at = least(closes_at, date_trunc('milliseconds', v_now)
                                     + (closes_at - greatest(race_ends_at, date_trunc('milliseconds', finished_at))))
    where round_id = p_round_id returning * into v_round;
    v_totals := hippo.tickets_settle(v_round);
    perform hippo.stream_append('race', 'race_results', p_round_id, json_build_object(
        'phase', v_round.phase, 'screen', hippo.screen(v_round.phase),
        'order', v_round.runner_order, 'winner', hippo.runner_json(p_round_id, v_round.runner_order[1]),
        'secret', encode(v_round.secret, 'hex'), 'outcomeSeed', encode(v_round.outcome_seed, 'hex'),
        'totals', v_totals, 'winners', hippo.winners_json(6)));
    return true;
end
$$;
