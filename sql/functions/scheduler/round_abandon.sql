-- SPDX-License-Identifier: MIT
-- Purpose: carries out a void without the round's secret: its session was abandoned, and the scheduler has not the key. Only
--          here may a void round keep its secret and its would-be order to itself.
-- Parameters: p_round_id
-- Returns: true
-- Errors: HP401 not the leader; HP404; HP409 another phase, nobody asked, or the session is not abandoned
create or replace function scheduler.round_abandon(p_round_id bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
begin
    perform hippo.lead_require();
    v_round := hippo.round_take_void(p_round_id);
    if not hippo.session_is_over(v_round.session_id, 'abandoned') then
        raise exception 'the session of round % is not abandoned', p_round_id using errcode = 'HP409';
    end if;
    perform hippo.round_make_void(v_round);
    return true;
end
$$;
