-- SPDX-License-Identifier: MIT
-- Purpose: holds a round that is to be void, and its sales.
-- Parameters: p_round_id
-- Returns: the row
-- Errors: HP404 no such round; HP409 settled or void already, or neither did anybody ask nor was the clock set back behind it
create or replace function hippo.round_take_void(p_round_id bigint) returns hippo.round
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_take(p_round_id, 'betting', 'locked', 'racing', 'finished');
begin
    if v_round.void_requested_at is null and (v_round.phase = 'finished' or not hippo.round_is_ahead(v_round)) then
        raise exception 'nobody asked for round % to be void', p_round_id using errcode = 'HP409';
    end if;
    perform hippo.sales_stop();
    return v_round;
end
$$;
