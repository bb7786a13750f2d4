-- SPDX-License-Identifier: MIT
-- Purpose: how the game stands for who runs it: paused or not, the current round and what it takes to make it void, the running
--          session, the clock, and the matters that wait for a second person.
-- Parameters: p_token_hash
-- Returns: json {paused {at, reason}, round {roundId, phase, locksAt, voidRequested, voidTakes}, session, clock, waiting};
--          paused null while rounds open; round and session null before the first; voidTakes how many admins, null once it is
--          too late; clock {state, livedBehindMs} as in hippo.clock_json; waiting as hippo.waiting_json
-- Errors: HP401; HP403
create or replace function api.game_get(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_latest();
    v_clock json := hippo.clock_json(v_round, null);
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor');
    return (
        select json_build_object(
            'paused', case when h.paused_at is not null then json_build_object(
                'at', hippo.rfc3339(h.paused_at), 'reason', h.pause_reason) end,
            'round', case when v_round.round_id is not null then json_build_object(
                'roundId', v_round.round_id, 'phase', v_round.phase, 'locksAt', hippo.rfc3339(v_round.locks_at),
                'voidRequested', v_round.void_requested_at is not null,
                'voidTakes', case when v_round.phase in ('settled', 'void') then null
                                  when v_round.phase = 'betting' and v_round.locks_at > hippo.clock() then 1 else 2 end) end,
            'session', (select name from hippo.session order by session_id desc limit 1),
            'clock', json_build_object('state', v_clock -> 'state', 'livedBehindMs', v_clock -> 'livedBehindMs'),
            'waiting', hippo.waiting_json())
        from hippo.house h);
end
$$;
