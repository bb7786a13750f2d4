-- SPDX-License-Identifier: MIT
-- Purpose: round_take for a move towards the result. A round that is to be void moves nowhere else: who asked for it was
--          told yes, so a move that was already on its way must not win.
-- Parameters: p_round_id; p_phase that the move starts from
-- Returns: the row
-- Errors: HP404 no such round; HP409 another phase, or a void was asked for
create or replace function hippo.round_advance(p_round_id bigint, p_phase hippo.phase) returns hippo.round
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_take(p_round_id, p_phase);
begin
    if v_round.void_requested_at is not null then
        raise exception 'round % is to be void', p_round_id using errcode = 'HP409';
    end if;
    return v_round;
end
$$;
