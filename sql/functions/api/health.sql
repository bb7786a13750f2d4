-- SPDX-License-Identifier: MIT
-- Purpose: is the house running? `late` means that the next move is overdue by more than 5 s, or that for so long nobody has
--          looked whether the house was set back: no scheduler leads. `clock` means that nothing is sold, or soon nothing will
--          be, because the clock is wrong.
-- Parameters: p_asked_ms the caller's wall clock in milliseconds since 1970, may be null
-- Returns: json
create or replace function api.health(p_asked_ms bigint default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_latest();
    v_session hippo.session;
    v_paused boolean := (select paused_at is not null from hippo.house);
    v_clock json := hippo.clock_json(v_round, p_asked_ms);
    v_due_ms bigint;
    v_is_late boolean;
    v_is_confirmed boolean := hippo.house_is_confirmed();
begin
    select * into v_session from hippo.session order by session_id desc limit 1;
    select due_ms into v_due_ms from hippo.next_move(v_round, v_session, v_paused);
    v_is_late := coalesce(hippo.ms(hippo.clock()) - v_due_ms > 5000, false)
        or not v_is_confirmed and v_session.session_id is not null and clock_timestamp() - pg_postmaster_start_time() > interval '5 s';
    return json_build_object(
        'status', case when v_is_late then 'late' when v_clock ->> 'state' <> 'right' then 'clock'
                       when v_paused then 'paused' else 'ok' end,
        'database', 'ok',
        'schema', (select max(number) from hippo.migration),
        'round', case when v_round.round_id is not null then json_build_object(
            'roundId', v_round.round_id, 'phase', v_round.phase) end,
        'confirmed', v_is_confirmed,
        'anew', (select json_build_object('at', hippo.rfc3339(happened_at), 'kind', kind, 'reason', reason)
                 from hippo.set_back order by set_back_id desc limit 1),
        'stream', (select json_build_object('offset', top, 'epoch', hippo.stream_epoch(epoch)) from hippo.stream where channel = 'race'),
        'clock', v_clock,
        'warnings', (select coalesce(json_agg(w), '[]') from (
            select 'till_numbers' as w from hippo.till_book where seq >= hippo.till_seq_warn() limit 1) warning));
end
$$;
