-- SPDX-License-Identifier: MIT
-- Purpose: is the house running? `late` means that the next move is overdue by more than 5 s: no scheduler leads.
-- Returns: json
create or replace function api.health() returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_latest();
    v_session hippo.session;
    v_paused boolean := (select paused_at is not null from hippo.house);
    v_due_ms bigint;
    v_is_late boolean;
begin
    select * into v_session from hippo.session order by session_id desc limit 1;
    select due_ms into v_due_ms from hippo.next_move(v_round, v_session, v_paused);
    v_is_late := coalesce(hippo.ms(hippo.clock()) - v_due_ms > 5000, false);
    return json_build_object(
        'status', case when v_is_late then 'late' when v_paused then 'paused' else 'ok' end,
        'database', 'ok',
        'schema', (select max(number) from hippo.migration),
        'round', case when v_round.round_id is not null then json_build_object(
            'roundId', v_round.round_id, 'phase', v_round.phase) end,
        'stream', (select json_build_object('offset', top, 'epoch', epoch) from hippo.stream where channel = 'race'));
end
$$;
