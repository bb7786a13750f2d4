-- SPDX-License-Identifier: MIT
-- Purpose: opens the next round: number, card from the active template, commitment, times. Betting starts now. It may open
--          before the one before has closed when the clock was set back meanwhile: the house's journal says so then.
-- Returns: bigint, the round's id
-- Errors: HP401 not the leader; HP409 a round runs, the game is paused, the session is used up or over, or nobody has
--         confirmed that the house was not set back; HP425 too early
create or replace function scheduler.round_open() returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_last hippo.round := hippo.round_latest();
    v_session hippo.session;
    v_round hippo.round;
    v_is_ahead boolean := hippo.round_is_ahead(v_last);
    v_entry hippo.journal;
begin
    perform hippo.lead_require();
    perform from hippo.confirmation for share; -- a standby's doubt waits, and then finds this round
    if not hippo.house_is_confirmed() then
        raise exception 'no round can open before the house is confirmed' using errcode = 'HP409';
    end if;
    if v_last.phase not in ('settled', 'void') or (select paused_at is not null from hippo.house for share) then
        raise exception 'no round can open now' using errcode = 'HP409';
    end if;
    -- Whole milliseconds: what clients and the card are told is then exactly what holds.
    v_round.opened_at := date_trunc('milliseconds', hippo.due_require(
        case when v_is_ahead then '-infinity' else coalesce(v_last.closes_at, '-infinity') end));
    -- A round follows the one before without a gap, to the millisecond, unless the house was down.
    if not v_is_ahead and v_round.opened_at - v_last.closes_at < interval '250 ms' then
        v_round.opened_at := v_last.closes_at;
    end if;
    select * into v_session from hippo.session order by session_id desc limit 1;
    v_round.chain_index := case when v_session.session_id = v_last.session_id then v_last.chain_index + 1 else 1 end;
    if v_session.session_id is null or v_round.chain_index > v_session.rounds or hippo.session_is_over(v_session.session_id) then
        raise exception 'no secret is left for another round' using errcode = 'HP409';
    end if;
    v_round.round_id := greatest(coalesce(v_last.round_id, 10000000) + 1, (select max(next_round_id) from hippo.set_back));
    v_round.session_id := v_session.session_id;
    -- The secret that the round before has revealed commits this one's.
    v_round.commitment := case when v_round.chain_index = 1 then v_session.anchor else v_last.secret end;
    v_round := hippo.round_schedule(v_round);
    perform hippo.round_insert(v_round, v_session.name);
    select * into v_round from hippo.round where round_id = v_round.round_id;
    if v_is_ahead then
        v_entry.action := 'clock_back';
        v_entry.subject := v_round.round_id;
        v_entry.before := json_build_object('closesAt', hippo.rfc3339(v_last.closes_at));
        v_entry.after := json_build_object('opensAt', hippo.rfc3339(v_round.opened_at));
        perform hippo.journal_append(v_entry);
    end if;
    perform hippo.stream_append('race', 'new_round', v_round.round_id, json_build_object(
        'phase', v_round.phase, 'screen', hippo.screen(v_round.phase), 'round', hippo.round_json(v_round),
        'timer', hippo.timer_json(v_round)));
    perform hippo.clock_round(), hippo.stream_trim('race');
    return v_round.round_id;
end
$$;
