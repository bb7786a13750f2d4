-- SPDX-License-Identifier: MIT
-- The reports' numbers on a history made by hand, and every check of report.proof() shown to fire.
begin;
select plan(72);
set local client_min_messages = warning;
\ir lib/house.sql

-- Chances to be placed, worked out on paper ------------------------------------------------------------------------

select is(hippo.place_chance(weights, place, places), want,
    format('weights %s: chance of number %s for %s places', weights, place, places))
from (values
    ('{1,2,3}'::bigint[], 1, 1, 0.166666666666667),
    ('{1,2,3}', 1, 2, 0.416666666666667), -- 1/6 + 2/6 1/4 + 3/6 1/3
    ('{1,2,3}', 3, 2, 0.850000000000000), -- 3/6 + 1/6 3/5 + 2/6 3/4
    ('{1,1,1,1,1,1,1,1}', 5, 3, 0.375)
) as chance (weights, place, places, want);
select is(hippo.place_chance('{1,2,3,4}', 1, 3), round(1 - (
        select sum(a / 10.0 * b / (10.0 - a)  * c / (10.0 - a - b))
        from unnest('{2,3,4}'::numeric[]) a, unnest('{2,3,4}'::numeric[]) b, unnest('{2,3,4}'::numeric[]) c
        where a <> b and b <> c and a <> c), 15), 'three places of four are all but the orders that leave it last');
select is(array(select hippo.places(n) from unnest('{2,4,5,7,8,24}'::bigint[]) n), '{1,1,2,2,3,3}', 'how many are placed');

-- The views --------------------------------------------------------------------------------------------------------

savepoint by_hand;
insert into hippo.session (name, rounds, anchor, sealed_secret, key_fingerprint) values ('2026-01-02/1', 99, sha256('a'), 'x', 'x');

-- Round i of the history: opens i hours after 2026-01-02 00:00 UTC (19:00 of the day before in Port-au-Prince).
create function pg_temp.add(p_i integer, p_phase hippo.phase, p_order integer[], p_lock_late_ms integer default 0,
    p_start_late_ms integer default 0, p_finish_late_ms numeric default 0) returns void language sql as $$
    insert into hippo.round (round_id, session_id, chain_index, card_template_id, phase, commitment, card_text, card_hash, opened_at,
        locks_at, race_due_at, race_starts_at, race_ends_at, closes_at, locked_at, raced_at, finished_at, settled_at, voided_at,
        void_requested_at, void_reason, secret, outcome_seed, film_seed, runner_order)
    select 10000000 + p_i, session_id, p_i, card_template_id, p_phase, sha256('c'), 'x', sha256('x'), t, t + '55 s', t + '60 s',
        t + '60 s' + late, t + '90 s' + late, t + '95 s' + late,
        case when p_phase <> 'betting' then t + '55 s' + p_lock_late_ms * '1 ms'::interval end,
        case when p_phase = 'settled' then t + '60 s' + late end,
        case when p_phase = 'settled' then t + '90 s' + late + p_finish_late_ms * '1 ms'::interval end,
        case when p_phase = 'settled' then t + '91 s' + late end,
        case when p_phase = 'void' then t + '56 s' end, case when p_phase = 'void' then t + '56 s' end,
        case when p_phase = 'void' then 'a flood' end,
        secret, secret, secret, case when secret is not null then p_order end
    from hippo.session, hippo.card_template, lateral (
        select timestamptz '2026-01-02 00:00:00+00' + p_i * interval '1 hour' as t, p_start_late_ms * interval '1 ms' as late,
            case when p_phase in ('settled', 'void') then sha256('s' || p_i::text::bytea) end as secret) x;
    insert into hippo.round_runner (round_id, number, name, weight, win_odds, color, win_chance, place_chance)
    select 10000000 + p_i, number, name, weight, win_odds, color, weight / 5108225.0, 2 / 6.0 from hippo.card_template_runner
$$;
select pg_temp.add(i, phase, runner_order, lock_late, start_late, finish_late)
from (values
    (1, 'settled'::hippo.phase, '{54,6,7,8,9,10}'::integer[], 0, 0, 0),
    (2, 'settled', '{54,7,6,8,9,10}', 0, 0, 0),
    (3, 'settled', '{6,54,7,8,9,10}', 120, 0, 0),
    (4, 'settled', '{7,54,6,8,9,10}', 0, 2000, 0),
    (5, 'settled', '{8,6,7,9,10,54}', 0, 0, 1500.4),
    (6, 'settled', '{9,6,7,8,10,54}', 999, 0, 0),
    (7, 'settled', '{10,9,7,8,6,54}', 0, 0, 0),
    (8, 'void', '{6,7,8,9,10,54}', 0, 0, 0),
    (9, 'settled', '{54,9,7,8,6,10}', 0, 0, 0),
    (10, 'settled', '{6,7,54,8,9,10}', 0, 0, 0),
    (11, 'settled', '{7,6,54,8,9,10}', 0, 0, 0),
    (12, 'betting', null, 0, 0, 0)
) as history (i, phase, runner_order, lock_late, start_late, finish_late) \g /dev/null

select is((round_id, day, session, chain_index, card, phase, winner_number, winner_name, winner_odds, finish_order, lock_late_ms,
           start_late_ms, finish_late_ms, void_reason)::text,
    '(10000004,2026-01-01,2026-01-02/1,4,classic-6,settled,7,Citadelle,4.7000000000000000,7-54-6-8-9-10,0,2000,0,)',
    'a round that started late: late against the promise, on the house''s day') from report.rounds where round_id = 10000004;
select is((race_starts_at, race_ends_at, closes_at)::text, '("2026-01-02 04:01:02+00","2026-01-02 04:01:32+00","2026-01-02 04:01:37+00")',
    'with the times that it really had') from report.rounds where round_id = 10000004;
select is(array(select finish_late_ms from report.rounds where round_id in (10000004, 10000005) order by round_id),
    '{0,1500}', 'late at the finish');
select is((phase, winner_number, winner_name, winner_odds, finish_order, settled_at, void_reason)::text, '(void,,,,,,"a flood")',
    'a void round has no winner') from report.rounds where round_id = 10000008;
select is(secret, encode(sha256('s8'), 'hex'), 'but its secret is public') from report.rounds where round_id = 10000008;
select is((phase, winner_number, secret, locked_at)::text, '(betting,,,)', 'an open round has none')
from (select *, lock_late_ms as locked_at from report.rounds) r where round_id = 10000012;
select is(count(*), 12::bigint, 'one row for each round') from report.rounds;

select is(array(select (day, rounds, settled, voided, first_round, last_round, late, worst_late_ms)::text from report.days order by day),
    '{"(2026-01-01,4,4,0,10000001,10000004,1,2000)","(2026-01-02,8,6,1,10000005,10000012,1,1500)"}', 'days are the house''s');
select is((first_opened_at, last_settled_at)::text, '("2026-01-02 01:00:00+00","2026-01-02 04:01:33+00")', 'from the first to the last')
from report.days where day = '2026-01-01';

select is(array(select (number, win_odds, finish_position, has_won, has_placed)::text from report.round_runners
    where round_id = 10000003 order by number),
    '{"(6,5.5000000000000000,1,t,t)","(7,4.7000000000000000,3,f,f)","(8,7.2000000000000000,4,f,f)","(9,5.8000000000000000,5,f,f)",'
    '"(10,8.1000000000000000,6,f,f)","(54,4.5000000000000000,2,f,t)"}', 'who finished where');
select is(array(select distinct (finish_position, has_won, has_placed)::text from report.round_runners
    where round_id in (10000008, 10000012)),
    '{"(,,)"}', 'nobody in a void or an open round');
select is(count(*), 72::bigint, 'a row for each runner of each round') from report.round_runners;

select is(array(select (number, name, rounds, wins, wins_expected, wins_z, places, places_expected, places_z)::text
    from report.runners order by number), array[
    '(6,"Soley Leve",10,2,1.73,0.23,6,3.33,1.79)', '(7,Citadelle,10,2,2.02,-0.02,4,3.33,0.45)',
        '(8,"Ti Zeklè",10,1,1.32,-0.30,1,3.33,-1.57)',
    '(9,Papiyon,10,1,1.64,-0.55,3,3.33,-0.22)', '(10,Lanbi,10,1,1.17,-0.17,1,3.33,-1.57)', '(54,Tonnerre,10,3,2.11,0.69,5,3.33,1.12)'],
    'wins and places against what the card says');
select is(array(select (number, return_observed, return_expected)::text from report.runners order by number),
    '{"(6,1.1000,0.9510)","(7,0.9400,0.9510)","(8,0.7200,0.9510)","(9,0.5800,0.9510)","(10,0.8100,0.9510)","(54,1.3500,0.9510)"}',
    'what a bet on each would have returned: 0.950963 for all in theory');

set local role hippo_report;
select (select count(*) from report.rounds), (select count(*) from report.days) as days, (select sum(rounds) from report.runners) as runs,
    (select count(*) from report.round_runners where has_placed) as placed \gset
reset role;
select is((:count, :days, :runs, :placed)::text, '(12,2,60,20)', 'hippo_report reads the same');
rollback to by_hand;

-- The proof --------------------------------------------------------------------------------------------------------

select is_empty('select * from report.proof()', 'a new house has nothing to hide');
-- Two sessions, rounds 1 to 8 of them: settled but the third; the ninth is open.
select pg_temp.start(), pg_temp.open_session(5), pg_temp.play(), pg_temp.play(), pg_temp.play_void(), pg_temp.play(), pg_temp.play(),
    pg_temp.open_session(9), pg_temp.play(), pg_temp.play(), pg_temp.play(), scheduler.round_open() \g /dev/null
select is_empty('select * from report.proof()', 'a good history passes');
select hippo.game_pause('storm'), hippo.game_resume('sun'), hippo.round_void_request(10000009, 'x') \g /dev/null
select is_empty('select * from report.proof()', 'whatever happens now');

create temp table fired (invariant text);
-- Does it behind the guards' back, gives what the proof says, and takes it back.
create function pg_temp.tamper(p_statement text) returns text language plpgsql as $$
declare
    v_found text;
    v_invariants text[];
begin
    set local session_replication_role = replica;
    execute p_statement;
    set local session_replication_role = origin;
    select string_agg(invariant || ': ' || subject, E'\n' order by invariant, subject), array_agg(distinct invariant)
    into v_found, v_invariants from report.proof();
    raise exception using errcode = 'TEST0', message = coalesce(v_found, 'nothing'), detail = coalesce(v_invariants, '{}')::text;
exception when sqlstate 'TEST0' then
    get stacked diagnostics v_found = message_text, v_invariants = pg_exception_detail;
    insert into fired select unnest(v_invariants);
    return v_found;
end
$$;

select is(pg_temp.tamper(statement), array_to_string(want, E'\n'), what)
from (values
    ('a round that vanished', 'delete from hippo.round where round_id = 10000007', array[
        'a session''s secrets are used in order: 10000008', 'round numbers have no gap: 10000008',
            'the secret before is the commitment: 10000008']),
    ('a first round that vanished', 'delete from hippo.round where round_id = 10000001', array[
        'a session''s secrets are used in order: 10000002', 'round numbers have no gap: 10000002',
            'the secret before is the commitment: 10000002']),
    ('a round that opened into the one before', 'update hippo.round set closes_at = closes_at + ''1 ms'' where round_id = 10000004', array[
        'a round opens when the one before has closed: 10000005']),
    ('a secret that was skipped', 'update hippo.round set chain_index = 8 where round_id = 10000009', array[
        'a session''s secrets are used in order: 10000009', 'the card names its round: 10000009']),
    ('another anchor', 'update hippo.session set anchor = sha256(''x'') where name = ''2026-01-02/2''', array[
        'the secret before is the commitment: 10000006']),
    ('another commitment', 'update hippo.round set commitment = sha256(''x'') where round_id = 10000009', array[
        'the card names its round: 10000009', 'the secret before is the commitment: 10000009']),
    ('another secret', 'update hippo.round set secret = sha256(''x'') where round_id = 10000008', array[
        'the order is the one that the secret draws: 10000008', 'the secret before is the commitment: 10000009',
        'the secret opens the commitment: 10000008']),
    ('another secret of a void round', 'update hippo.round set secret = sha256(''x'') where round_id = 10000003', array[
        'the order is the one that the secret draws: 10000003', 'the secret before is the commitment: 10000004',
        'the secret opens the commitment: 10000003']),
    ('a void round without its secret', 'update hippo.round set secret = null, outcome_seed = null, film_seed = null, runner_order = null '
        'where round_id = 10000003', array[
        'only a void round of an abandoned session keeps its secret: 10000003', 'the secret before is the commitment: 10000004']),
    ('a session that went on', 'insert into hippo.set_back (kind, reason, happened_at, session_id, last_round_id, next_round_id)
         select ''set_back'', ''x'', now(), session_id, 10000008, 10000009 from hippo.session where name = ''2026-01-02/2''', array[
        'no round opens in a session that has ended: 10000009']),
    ('a house in another place', 'update hippo.confirmation set database_oid = 1', array[
        'a house that was set back has begun anew: the database']),
    ('another order', 'update hippo.round set runner_order = runner_order[2:6] || runner_order[1] where round_id = 10000002', array[
        'the order is the one that the secret draws: 10000002', 'the winning selections are those of the order: 10000002']),
    ('another would-be order', 'update hippo.round set runner_order = runner_order[2:6] || runner_order[1] where '
        'round_id = 10000003', array[
        'the order is the one that the secret draws: 10000003']),
    ('another outcome seed', 'update hippo.round set outcome_seed = sha256(''x'') where round_id = 10000002', array[
        'the order is the one that the secret draws: 10000002']),
    ('another film seed', 'update hippo.round set film_seed = sha256(''x'') where round_id = 10000002', array[
        'the order is the one that the secret draws: 10000002']),
    ('another beacon', 'update hippo.round set beacon = sha256(''x'') where round_id = 10000002', array[
        'the order is the one that the secret draws: 10000002']),
    ('another card hash', 'update hippo.round set card_hash = sha256(''x'') where round_id = 10000009', array[
        'the card hash is the card''s: 10000009']),
    ('another word on a card', 'update hippo.round set card_text = replace(card_text, ''rules R1'', ''rules R2'') '
        'where round_id = 10000009', array[
        'the card hash is the card''s: 10000009']),
    ('a blank at a card''s end', 'update hippo.round set card_text = card_text || '' '' where round_id = 10000009', array[
        'the card hash is the card''s: 10000009', 'the card lists the runners: 10000009']),
    ('another lock', 'update hippo.round set locks_at = locks_at + ''1 ms'' where round_id = 10000009', array[
        'the card names its round: 10000009']),
    ('a session''s other name', 'update hippo.session set name = ''2026-01-02/7'' where name = ''2026-01-02/2''', array[
        'the card names its round: 10000006', 'the card names its round: 10000007', 'the card names its round: 10000008',
        'the card names its round: 10000009']),
    ('a runner''s other weight', 'update hippo.round_runner set weight = weight + 1 where (round_id, number) = (10000009, 7)', array[
        'the card lists the runners: 10000009']),
    ('a runner''s other odds', 'update hippo.round_runner set win_odds = win_odds + 1 where (round_id, number) = (10000002, 7)', array[
        'the card lists the runners: 10000002']),
    ('a runner''s other name', 'update hippo.round_runner set name = ''X'' where (round_id, number) = (10000002, 7)', array[
        'the card lists the runners: 10000002']),
    ('a runner that vanished', 'delete from hippo.round_runner where (round_id, number) = (10000009, 6)', array[
        'the card lists the runners: 10000009']),
    ('all runners that vanished', 'delete from hippo.round_runner where round_id = 10000009', array[
        'the card lists the runners: 10000009']),
    ('a runner too many', 'insert into hippo.round_runner select round_id, 5, name, weight, win_odds, color, win_chance, place_chance
                           from hippo.round_runner where (round_id, number) = (10000009, 6)', array[
        'the card lists the runners: 10000009']),
    ('runners that can not be drawn', 'update hippo.round_runner set weight = 0 where (round_id, number) = (10000002, 7)', array[
        'the card lists the runners: 10000002', 'the order is the one that the secret draws: 10000002']),
    ('two open rounds', 'alter table hippo.round drop constraint round_result; drop index hippo.round_one_current;
                         update hippo.round set phase = ''finished'' where round_id = 10000008', array[
        'at most one round is open: 2']),
    ('an event that vanished', 'delete from hippo.stream_event where "offset" = 20', array[
        'the stream has no gap: race:21']),
    ('a last event that vanished',
        'delete from hippo.stream_event where "offset" = (select top from hippo.stream where channel = ''race'')',
        array[
        'the stream ends at its top: race']),
    ('a top that moved', 'update hippo.stream set top = top + 1 where channel = ''race''', array[
        'the stream ends at its top: race']),
    ('all events that vanished', 'delete from hippo.stream_event', array[
        'the stream ends at its top: race'])
) as done (what, statement, want);

select is(pg_temp.tamper(format('update hippo.stream_event set event = ''x'' where (round_id, event) = (%s, %L)', round_id, event)),
    'a round has told all that happened to it: ' || round_id, 'a round that did not tell ' || event)
from (values (10000002, 'betting_closed'), (10000002, 'race_start'), (10000002, 'race_end'), (10000002, 'race_results'),
    (10000003, 'round_void')) as told (round_id, event);
select is(pg_temp.tamper(format('with next as (update hippo.stream set top = top + 1 where channel = ''race'' returning top)
    insert into hippo.stream_event (channel, "offset", event, round_id, data)
    select e.channel, next.top, e.event, e.round_id, e.data from next, hippo.stream_event e
    where (e.round_id, e.event) = (%s, %L)', round_id, event)),
    'each round has each of its events once: ' || round_id, 'a round that told twice: ' || event)
from (values (10000002, 'new_round'), (10000002, 'betting_closed'), (10000002, 'race_start'), (10000002, 'race_end'),
    (10000002, 'race_results'),
    (10000003, 'round_void')) as told (round_id, event);
select is(pg_temp.tamper('delete from hippo.stream_event where "offset" <= 4'), 'nothing',
    'events forgotten from the oldest on are no violation');

-- Each branch of the proof begins with its name: a new one needs a tampering here. Those about money: money_proof.sql.
select set_eq(
    $$ select replace(name[1], '''''', '''') from pg_proc, regexp_matches(prosrc, '(?n)^ *select ''((?:[^'']|'''')+)''', 'g') as name
       where proname in ('proof_rounds', 'proof_house') $$,
    $$ select distinct invariant from fired where invariant <> 'the winning selections are those of the order' $$,
        'every check of the proof was seen to fire');

select is_empty('select * from report.proof()', 'after all this the history is as good as before');
set session_replication_role = replica;
update hippo.round set film_seed = sha256('x') where round_id = 10000002;
set session_replication_role = origin;
set local role hippo_report;
select count(*) as violations from report.proof() \gset
reset role;
select is(:violations, 1, 'hippo_report sees what is wrong');

select * from finish();
rollback;
