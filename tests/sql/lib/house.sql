-- SPDX-License-Identifier: MIT
-- A small house whose clock the test moves: rounds of 5 s betting (1 s of it locked), 3 s film, 1 s finish.
-- Include it inside the test's transaction. pg_temp.play() runs a whole round through the scheduler's door.

create temp table chain (session_id bigint, chain_index integer, secret bytea, primary key (session_id, chain_index));

-- Milliseconds after the house's first day began.
create function pg_temp.at(p_ms bigint) returns void language sql as $$
    select set_config('hippo.clock', (timestamptz '2026-01-02 12:00:00+00' + p_ms * interval '1 ms')::text, false)
$$;
create function pg_temp.now_ms() returns bigint language sql as $$
    select hippo.ms(hippo.clock()) - hippo.ms('2026-01-02 12:00:00+00')
$$;

-- Makes a chain as the scheduler does, and keeps its secrets where the test can see them.
create function pg_temp.open_session(p_rounds integer) returns bigint language plpgsql as $$
declare
    v_secret bytea := sha256(convert_to('test chain of ' || p_rounds || ' rounds', 'UTF8'));
    v_secrets bytea[] := array[v_secret];
    v_id bigint;
begin
    for i in 1 .. p_rounds loop
        v_secret := hippo.hr1_chain_step(v_secret);
        v_secrets := v_secret || v_secrets;
    end loop;
    v_id := scheduler.session_open(p_rounds, encode(v_secrets[1], 'hex'), repeat('5e', 72), repeat('f1', 16));
    insert into chain select v_id, i - 1, v_secrets[i] from generate_series(1, p_rounds + 1) i;
    return v_id;
end
$$;

create function pg_temp.secret(p_round_id bigint) returns text language sql as $$
    select encode(c.secret, 'hex') from hippo.round r join chain c using (session_id, chain_index) where round_id = p_round_id
$$;

-- The order that the secret draws, by the steps of the specification.
create function pg_temp.drawn(p_round_id bigint) returns integer[] language sql as $$
    select (hippo.hr1_draw(
        hippo.hr1_outcome_seed(decode(pg_temp.secret(p_round_id), 'hex'), p_round_id, sha256(convert_to(card_text, 'UTF8')),
                               decode(repeat('00', 32), 'hex')),
        (select array_agg(number order by number) from hippo.round_runner where round_id = p_round_id),
        (select array_agg(weight order by number) from hippo.round_runner where round_id = p_round_id))).runner_order
    from hippo.round where round_id = p_round_id
$$;

-- Six runners' positions: runner k is at 1000 i + k mm in sample i.
create function pg_temp.film(p_from integer, p_to integer) returns json language sql as $$
    select json_agg(track order by k)
    from (select k, json_agg(1000 * i + k order by i) as track
          from generate_series(1, 6) k, generate_series(p_from, p_to) i group by k) tracks
$$;

create function pg_temp.next_move() returns text language sql as $$
    select next_move || coalesce(' ' || due_ms - hippo.ms('2026-01-02 12:00:00+00'), '') from scheduler.state()
$$;

create function pg_temp.finish(p_round_id bigint, p_from integer default 16) returns boolean language sql as $$
    select scheduler.round_finish(p_round_id, pg_temp.secret(p_round_id), pg_temp.drawn(p_round_id), p_from,
                                  pg_temp.film(p_from, 30))
$$;

-- One round from now to its settlement, each move when it is due. Gives its id.
create function pg_temp.play() returns bigint language plpgsql as $$
declare
    v_id bigint := scheduler.round_open();
    v_opened_ms bigint;
begin
    select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') into v_opened_ms from hippo.round where round_id = v_id;
    perform pg_temp.at(v_opened_ms + 4000), scheduler.round_lock(v_id);
    perform pg_temp.at(v_opened_ms + 5000), scheduler.round_race(v_id, 1000000, 1750);
    perform pg_temp.at(v_opened_ms + 6000), scheduler.film_publish(v_id, 1, pg_temp.film(1, 10));
    perform pg_temp.at(v_opened_ms + 6500), scheduler.film_publish(v_id, 11, pg_temp.film(11, 15));
    perform pg_temp.at(v_opened_ms + 8000), pg_temp.finish(v_id);
    perform scheduler.round_settle(v_id), pg_temp.at(v_opened_ms + 9000);
    return v_id;
end
$$;

-- A round that is void as soon as it has opened.
create function pg_temp.play_void() returns bigint language plpgsql as $$
declare
    v_id bigint := scheduler.round_open();
begin
    perform hippo.round_void_request(v_id, 'a test'), scheduler.round_void(v_id, pg_temp.secret(v_id));
    perform pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = v_id;
    return v_id;
end
$$;

-- As the scheduler does: it hands over what it was given.
create function pg_temp.confirm(p_record json default null) returns json language sql volatile as $$
    select scheduler.house_confirm(scheduler.house_confirm(p_record) -> 'record')
$$;

create function pg_temp.start() returns void language plpgsql as $$
begin
    perform pg_temp.at(0), scheduler.settings_init(5000, 1000, 3000, 1000), scheduler.lead_take(), pg_temp.confirm();
    -- The leash that lead_take puts on this session would cut a slow test short.
    perform set_config('idle_session_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false);
end
$$;

-- What a statement ends with: its SQLSTATE (and the detail), or its value.
create function pg_temp.outcome(p_statement text) returns text language plpgsql as $$
declare
    v_value text;
    v_detail text;
begin
    execute p_statement into v_value;
    return v_value;
exception when others then
    get stacked diagnostics v_detail = pg_exception_detail;
    return trim(sqlstate || ' ' || v_detail);
end
$$;
