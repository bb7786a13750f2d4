-- SPDX-License-Identifier: MIT
-- Purpose: all that the leader needs to know: where the current round stands, what the next move is and when it is due.
--          The leader calls it at least twice a second, which also keeps its session alive.
-- Returns: one row. due_ms is on the database's clock, like now_ms; null for the move 'wait'.
-- Errors: HP401 the calling session does not lead
create or replace function scheduler.state(
    out now_ms bigint, out next_move text, out due_ms bigint, out paused boolean,
    out session_id bigint, out session_name text, out session_rounds integer, out sealed_secret text,
    out key_fingerprint text, out chain_index integer,
    out round_id bigint, out phase text, out card_hash text, out beacon text, out runners json,
    out race_starts_ms bigint, out race_ends_ms bigint, out film_ms bigint, out film_samples integer,
    out distance_mm bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_session hippo.session;
    v_is_over boolean;
begin
    perform hippo.lead_require();
    v_round := hippo.round_latest();
    v_is_over := v_round.phase is null or v_round.phase in ('settled', 'void');
    select h.paused_at is not null into paused from hippo.house h;
    -- A round in progress keeps its own session; the next one is opened on the newest.
    select * into v_session from hippo.session s
    where v_is_over or s.session_id = v_round.session_id order by s.session_id desc limit 1;

    session_id := v_session.session_id;
    session_name := v_session.name;
    session_rounds := v_session.rounds;
    sealed_secret := encode(v_session.sealed_secret, 'hex');
    key_fingerprint := encode(v_session.key_fingerprint, 'hex');
    chain_index := v_round.chain_index;
    round_id := v_round.round_id;
    phase := v_round.phase;
    card_hash := encode(v_round.card_hash, 'hex');
    beacon := encode(v_round.beacon, 'hex');
    select json_agg(json_build_object('number', r.number, 'weight', r.weight) order by r.number) into runners
    from hippo.round_runner r where r.round_id = v_round.round_id;
    race_starts_ms := hippo.ms(v_round.race_starts_at);
    race_ends_ms := hippo.ms(v_round.race_ends_at);
    film_ms := race_ends_ms - race_starts_ms;
    film_samples := v_round.film_samples;
    distance_mm := v_round.distance_mm;

    select m.next_move, m.due_ms into next_move, due_ms from hippo.next_move(v_round, v_session, paused) m;
    now_ms := hippo.ms(hippo.clock());
end
$$;
