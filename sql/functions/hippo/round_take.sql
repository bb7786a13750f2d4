-- SPDX-License-Identifier: MIT
-- Purpose: locks a round's row for a change; waits for whoever holds it (sales in flight share it until they commit).
--          Not FOR UPDATE: that also waits for foreign keys that only point here, such as those of stream events, and
--          a pause that holds the stream would wait for this row while this move waits for the stream.
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
    select * into v_round from hippo.round where round_id = p_round_id for no key update;
    if not found then
        raise exception 'no round %', p_round_id using errcode = 'HP404';
    end if;
    if v_round.phase <> all (p_phases) then
        raise exception 'round % is %', p_round_id, v_round.phase using errcode = 'HP409';
    end if;
    return v_round;
end
$$;
