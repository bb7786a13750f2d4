-- SPDX-License-Identifier: MIT
-- Purpose: the one table of what comes next in the life of the house. The scheduler only waits for due_ms and does it.
--          No move is due later than the round's own length: a round that is ahead of the clock, which was set back, is
--          void; or, when it is over, followed by the next one at once.
-- Parameters: p_round the current round (all null before the first), p_session the newest, p_paused
-- Returns: next_move, and due_ms on the database's clock (null: nothing to do until something changes)
create or replace function hippo.next_move(
    p_round hippo.round, p_session hippo.session, p_paused boolean, out next_move text, out due_ms bigint)
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now_ms bigint := hippo.ms(hippo.clock());
    v_start_ms bigint := hippo.ms(p_round.race_starts_at);
    v_end_ms bigint := hippo.ms(p_round.race_ends_at);
    v_told integer; -- samples that may be told before the result
begin
    if p_round.phase is null or p_round.phase in ('settled', 'void') then
        due_ms := case when hippo.round_is_ahead(p_round) then v_now_ms else coalesce(hippo.ms(p_round.closes_at), v_now_ms) end;
        next_move := case
            when p_paused then 'wait'
            when p_session.session_id is null then 'session'
            when p_session.session_id = p_round.session_id and p_round.chain_index >= p_session.rounds then 'session'
            when hippo.session_is_over(p_session.session_id) then 'session'
            else 'open' end;
    elsif p_round.void_requested_at is not null or p_round.phase <> 'finished' and hippo.round_is_ahead(p_round) then
        next_move := 'void';
        due_ms := v_now_ms;
    elsif p_round.phase = 'betting' then
        next_move := 'lock';
        due_ms := hippo.ms(p_round.locks_at);
    elsif p_round.phase = 'locked' then
        next_move := 'race';
        due_ms := v_start_ms;
    elsif p_round.phase = 'racing' then
        v_told := (v_end_ms - v_start_ms - hippo.film_hold(v_end_ms - v_start_ms)) / 100;
        if p_round.film_samples < v_told then
            next_move := 'film';
            due_ms := v_start_ms + 100 * least(v_told, (p_round.film_samples / 10 + 1) * 10);
        else
            next_move := 'finish';
            due_ms := v_end_ms;
        end if;
    else
        next_move := 'settle';
        due_ms := v_now_ms;
    end if;
    if next_move = 'wait' then
        due_ms := null;
    end if;
end
$$;
