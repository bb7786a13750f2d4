-- SPDX-License-Identifier: MIT
-- Purpose: everything that a screen needs to start now. Read in one statement with the stream's top, it is the state at
--          exactly that offset.
-- Returns: json; round, film and result are null when there is none
create or replace function hippo.snapshot_json() returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_latest();
    v_is_raced boolean := v_round.phase in ('racing', 'finished', 'settled');
begin
    return json_build_object(
        'roundId', v_round.round_id,
        'phase', v_round.phase,
        'screen', hippo.screen(v_round.phase),
        'paused', (select paused_at is not null from hippo.house),
        'round', case when v_round.round_id is not null then hippo.round_json(v_round) end,
        'film', case when v_is_raced then hippo.film_json(v_round, true) end,
        'result', case when v_round.phase in ('finished', 'settled') then json_build_object(
            'order', v_round.runner_order, 'winner', hippo.runner_json(v_round.round_id, v_round.runner_order[1])) end,
        'winners', hippo.winners_json(6));
end
$$;
