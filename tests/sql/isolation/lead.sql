-- SPDX-License-Identifier: MIT
-- One scheduler leads: whoever holds the lead in a session that still talks.
select plan(18);
\ir ../lib/sessions.sql

-- Asks again and again until the answer comes; gives the seconds that it took, 999 if it does not come.
create function pg_temp.seconds_until(p_name text, p_statement text, p_answer text) returns numeric language plpgsql as $$
declare
    v_start timestamptz := clock_timestamp();
begin
    while clock_timestamp() < v_start + interval '6 s' loop
        if pg_temp.ask(p_name, p_statement) = p_answer then
            return extract(epoch from clock_timestamp() - v_start);
        end if;
        perform pg_sleep(0.02);
    end loop;
    return 999;
end
$$;
-- 'acts', or the SQLSTATE of the refusal.
create function pg_temp.state(p_name text) returns text language sql as
    $$ select pg_temp.ask(p_name, 'select ''acts'' from scheduler.state()') $$;

select pg_temp.open('a', 'hippo_scheduler'), pg_temp.open('b', 'hippo_scheduler') \g /dev/null

select is(pg_temp.state('a'), 'HP401', 'nobody leads before he took the lead');
select is(pg_temp.ask('a', 'select scheduler.lead_take()'), 't', 'one session takes the lead');
select is(pg_temp.ask('b', 'select scheduler.lead_take()'), 'f', 'the other gets none');
select is(pg_temp.state('a'), 'acts', 'who leads may act');
select is(pg_temp.state('b'), 'HP401', 'who does not may not');
select is(pg_temp.ask('b', 'select scheduler.round_open()'), 'HP401', 'nor open a round');
select is(pg_temp.ask('a', 'select scheduler.lead_take()'), 't', 'who leads may ask again');
select is(pg_temp.ask('a', 'select current_setting(''idle_session_timeout'')'), '2s', 'a leader is on a short leash');
select is(pg_temp.ask('b', 'select current_setting(''idle_session_timeout'')'), '0', 'a standby is not');

-- A leader that talks keeps the lead, however long.
do $$
begin
    for i in 1 .. 6 loop
        perform pg_sleep(0.5), pg_temp.state('a');
    end loop;
end
$$;
select is(pg_temp.state('a'), 'acts', 'after 3 s of half seconds it still leads');

-- A leader that freezes: no word from it any more.
select pg_temp.seconds_until('b', 'select scheduler.lead_take()', 't') as seconds \gset
select ok(:seconds between 1.5 and 3, 'a silent leader is followed by another after 2 s');
select is(pg_temp.state('b'), 'acts', 'which may act');
select matches(pg_temp.state('a'), '^(57P05|08)', 'the silent one has no session any more when it wakes');
select dblink_disconnect('a'), pg_temp.open('a', 'hippo_scheduler') \g /dev/null
select is(pg_temp.state('a'), 'HP401', 'nor the lead in a new session');
select is(pg_temp.ask('a', 'select scheduler.lead_take()'), 'f', 'while another leads');

-- A leader that dies.
select pg_temp.close('b') \g /dev/null
select pg_temp.seconds_until('a', 'select scheduler.lead_take()', 't') as seconds \gset
select ok(:seconds < 1, 'a dead leader is followed at once');

-- A leader that freezes within a transaction.
select pg_temp.open('b', 'hippo_scheduler'), pg_temp.ask('a', 'begin'), pg_temp.state('a') \g /dev/null
select pg_temp.seconds_until('b', 'select scheduler.lead_take()', 't') as seconds \gset
select ok(:seconds between 1.5 and 3, 'a leader that falls silent within a transaction loses the lead too');
select pg_temp.close('b'), dblink_disconnect('a') \g /dev/null

-- Another lock of the same session is not the lead.
select pg_temp.open('a', 'hippo_scheduler') \g /dev/null
select pg_temp.ask('a', 'select pg_advisory_lock(0, 1214470208)'),
    pg_temp.ask('a', 'select pg_advisory_lock_shared(1214470208)') \g /dev/null
select is(pg_temp.state('a'), 'HP401', 'a lock of two keys, or a shared one, is not the lead');
select pg_temp.close('a') \g /dev/null

select * from finish();
