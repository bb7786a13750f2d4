-- SPDX-License-Identifier: MIT
-- Purpose: betting is over. Waits for the sales in flight (sales_stop); whatever comes after them sees the lock.
-- Parameters: p_round_id
-- Returns: true
-- Errors: HP401 not the leader; HP404; HP409 another phase, or to be void; HP425 too early
create or replace function scheduler.round_lock(p_round_id bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_now timestamptz;
begin
    perform hippo.lead_require();
    v_round := hippo.round_advance(p_round_id, 'betting');
    v_now := hippo.due_require(v_round.locks_at);
    perform hippo.sales_stop();
    update hippo.round set phase = 'locked', locked_at = v_now
    where round_id = p_round_id returning * into v_round;
    perform hippo.stream_append('race', 'betting_closed', p_round_id, json_build_object(
        'phase', v_round.phase, 'screen', hippo.screen(v_round.phase), 'timer', hippo.timer_json(v_round)));
    return true;
end
$$;
