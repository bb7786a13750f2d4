-- SPDX-License-Identifier: MIT
-- Purpose: locks a round's row for a move; waits for whoever holds it (sales in flight share it until they commit).
-- Parameters: p_round_id; p_phases that the move can start from
-- Returns: the row
-- Errors: HP404 no such round; HP409 another phase
create or replace function hippo.round_take(p_round_id bigint, variadic p_phases hippo.phase[]) returns hippo.round
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
begin
    select * into v_round from hippo.round where round_id = p_round_id for update;
    if not found then
        raise exception 'no round %', p_round_id using errcode = 'HP404';
    end if;
    if v_round.phase <> all (p_phases) then
        raise exception 'round % is %', p_round_id, v_round.phase using errcode = 'HP409';
    end if;
    return v_round;
end
$$;
