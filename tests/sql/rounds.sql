-- SPDX-License-Identifier: MIT
-- The life of rounds through the scheduler's door, on a clock that the test moves.
begin;
-- Every phase to every phase; the rest.
select plan(6 * 6 + 238);
set local client_min_messages = warning;
\ir lib/house.sql

create function pg_temp.last_event(p_event text) returns jsonb language sql as $$
    select data::jsonb from hippo.stream_event where event = p_event order by "offset" desc limit 1
$$;
-- Times of a round in ms of the test's day: opened, locks, due, starts, ends, closes.
create function pg_temp.times(p_round_id bigint) returns bigint[] language sql as $$
    select array(select hippo.ms(t) - hippo.ms('2026-01-02 12:00:00+00')
                 from unnest(array[opened_at, locks_at, race_due_at, race_starts_at, race_ends_at, closes_at]) t)
    from hippo.round where round_id = p_round_id
$$;
create function pg_temp.phase(p_round_id bigint) returns text language sql as
    'select phase::text from hippo.round where round_id = p_round_id';

-- Without the lead -------------------------------------------------------------------------------------------------

select is(pg_temp.outcome('select ' || call), 'HP401', 'who does not lead is refused: ' || call)
from (values ('scheduler.state()'), ('scheduler.session_open(1, repeat(''00'', 32), ''00'', ''00'')'), ('scheduler.round_open()'),
    ('scheduler.round_lock(10000001)'), ('scheduler.round_race(10000001, 1, 1)'),
    ('scheduler.film_publish(10000001, 1, ''[[1]]'')'), ('scheduler.round_finish(10000001, '''', ''{1}'', 1, ''[[1]]'')'),
    ('scheduler.round_settle(10000001)'), ('scheduler.round_void(10000001, '''')')) as door (call);

-- Settings and the first session -----------------------------------------------------------------------------------

select is(pg_temp.outcome('select scheduler.settings_init(5000, 5000, 3000, 1000)'), 'HP400', 'a lock as long as betting is refused');
select is(pg_temp.outcome('select scheduler.settings_init(5000, 1000, 3050, 1000)'), 'HP400',
    'a film that is not a multiple of 100 ms is refused');
select alike(pg_temp.outcome('select scheduler.settings_init(5000, 1000, 900, 1000)'), '23514%', 'a film under a second is out of bounds');
select is((select initialised_at from hippo.house), null, 'refused settings leave the first start to come');
select pg_temp.start() \g /dev/null
select is(array(select value from hippo.setting where name in ('betting_ms', 'lock_ms', 'film_ms', 'finish_ms') order by name),
          '{5000,3000,1000,1000}', 'the first start takes its settings');
select is(scheduler.settings_init(9000, 2000, 4000, 2000), false, 'a second start takes none');
select is(hippo.setting_integer('betting_ms'), 5000::bigint, 'and changes none');

select is(pg_temp.next_move(), 'session 0', 'first a chain of secrets is made');
select is((select round_id from scheduler.state()), null, 'there is no round yet');
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no round opens without a chain');
select is(pg_temp.outcome(format('select scheduler.session_open(%L, %L, %L, %L)', rounds, anchor, sealed, 'f1')), 'HP400', what)
from (values (0, repeat('00', 32), '5e', 'a chain of no rounds is refused'),
    (null, repeat('00', 32), '5e', 'a chain of null rounds is refused'),
    (1000001, repeat('00', 32), '5e', 'a chain of over a million rounds is refused'),
        (3, repeat('00', 31), '5e', 'a short anchor is refused'),
    (3, repeat('0g', 32), '5e', 'an anchor that is not hexadecimal is refused'), (3, null, '5e', 'no anchor is refused'),
    (3, repeat('00', 32), '5', 'half a byte of sealed secret is refused')) as bad (rounds, anchor, sealed, what);
select pg_temp.open_session(3) as session \gset
select is(array(select session_id from hippo.session), array[:session]::bigint[], 'a session opens');
select is((session_name, session_rounds, sealed_secret, key_fingerprint)::text,
          format('(2026-01-02/1,3,%s,%s)', repeat('5e', 72), repeat('f1', 16)), 'state tells the session') from scheduler.state();
select is(pg_temp.outcome('select pg_temp.open_session(3)'), 'HP409', 'a second one only when the first is used up');
select is(pg_temp.next_move(), 'open 0', 'now a round can open');

-- A round, move by move --------------------------------------------------------------------------------------------

select is(scheduler.round_open(), 10000001::bigint, 'the first round is 10000001');
select is(pg_temp.times(10000001), '{0,4000,5000,5000,8000,9000}', 'its times follow from the settings');
select is(card_text, $card$HR1-CARD
round 10000001
session 2026-01-02/1
chain-index 1
commit 3ca9df40e26bdaef02ec69ed99d1599111a8df056a3bff7d067949c8fcdf82b3
lock 2026-01-02T12:00:04.000Z
beacon none
rules R1
runners 6
r 6 883224 Soley Leve
r 7 1033560 Citadelle
r 8 674685 Ti Zeklè
r 9 837540 Papiyon
r 10 599720 Lanbi
r 54 1079496 Tonnerre
o win 6 550
o win 7 470
o win 8 720
o win 9 580
o win 10 810
o win 54 450
$card$, 'the card, to the byte') from hippo.round where round_id = 10000001;
select is(encode(card_hash, 'hex'), '6e6318e5f892e8b6f662e34ffbd852a1e7c6a79671a57859a4d5b9f47c80b6e9',
          'the card hash is the SHA-256 of these bytes') from hippo.round where round_id = 10000001;
select is(commitment, (select anchor from hippo.session), 'the anchor commits the first secret') from hippo.round;
select is(array(select win_chance from hippo.round_runner where round_id = 10000001 order by number),
          array(select round(w / 5108225.0, 15) from unnest('{883224,1033560,674685,837540,599720,1079496}'::numeric[]) w),
          'chances to win are weight over sum');
select is((round(sum(win_chance), 13), round(sum(place_chance), 13))::text, '(1.0000000000000,2.0000000000000)',
    'one runner wins, two are placed')
from hippo.round_runner where round_id = 10000001;
select is(pg_temp.last_event('new_round') - 'round',
          '{"event": "new_round", "roundId": 10000001, "serverTime": 1767355200000, "phase": "betting", "screen": "game_screen",
            "timer": {"timeLeft": 5000, "totalDuration": 5000, "startTime": 1767355200000, "endTime": 1767355205000, "percentage": 0.0}}',
          'new_round tells the countdown');
select is(pg_temp.last_event('new_round') -> 'round',
          '{"roundId": 10000001, "number": 10000001, "session": "2026-01-02/1", "chainIndex": 1, "phase": "betting",
            "card": {"template": "classic-6", "runners": [
                {"number": 6, "name": "Soley Leve", "odds": 550, "weight": 883224, "color": "#e63946"},
                {"number": 7, "name": "Citadelle", "odds": 470, "weight": 1033560, "color": "#1d7fd1"},
                {"number": 8, "name": "Ti Zeklè", "odds": 720, "weight": 674685, "color": "#f4b41a"},
                {"number": 9, "name": "Papiyon", "odds": 580, "weight": 837540, "color": "#2a9d5c"},
                {"number": 10, "name": "Lanbi", "odds": 810, "weight": 599720, "color": "#8e44ad"},
                {"number": 54, "name": "Tonnerre", "odds": 450, "weight": 1079496, "color": "#f27f1b"}]},
            "cardHash": "6e6318e5f892e8b6f662e34ffbd852a1e7c6a79671a57859a4d5b9f47c80b6e9",
            "commitment": "3ca9df40e26bdaef02ec69ed99d1599111a8df056a3bff7d067949c8fcdf82b3",
            "openTime": 1767355200000, "lockTime": 1767355204000, "raceStartTime": 1767355205000,
            "raceEndTime": 1767355208000, "closeTime": 1767355209000}', 'and the round');
select is(runners::jsonb,
          '[{"number": 6, "weight": 883224}, {"number": 7, "weight": 1033560}, {"number": 8, "weight": 674685},
            {"number": 9, "weight": 837540}, {"number": 10, "weight": 599720}, {"number": 54, "weight": 1079496}]',
          'state tells the runners')
from scheduler.state();
select is((round_id, phase, chain_index, film_ms, film_samples, distance_mm, beacon)::text,
          format('(10000001,betting,1,3000,0,,%s)', repeat('00', 32)), 'and the round') from scheduler.state();

select is(pg_temp.next_move(), 'lock 4000', 'betting ends with the lock');
select pg_temp.at(3999) \g /dev/null
select is(pg_temp.outcome('select scheduler.round_lock(10000001)'), 'HP425 1', 'a millisecond before the lock it is too early');
set hippo.clock = '2026-01-02 12:00:03.9996+00';
select is(pg_temp.outcome('select scheduler.round_lock(10000001)'), 'HP425 1', 'and a part of one, with a wait of at least 1 ms');
select pg_temp.at(20000) \g /dev/null
select is(pg_temp.outcome('select ' || call), 'HP409', 'not while betting: ' || call)
from (values ('scheduler.round_open()'), ('scheduler.round_race(10000001, 1000000, 1750)'),
    ('scheduler.film_publish(10000001, 1, pg_temp.film(1, 10))'), ('pg_temp.finish(10000001, 1)'),
    ('scheduler.round_settle(10000001)'), ('scheduler.round_void(10000001, pg_temp.secret(10000001))')) as door (call);
select is(pg_temp.outcome('select ' || call), 'HP404', 'no such round: ' || call)
from (values ('scheduler.round_lock(10000002)'), ('scheduler.round_race(10000002, 1, 1)'),
    ('scheduler.film_publish(10000002, 1, ''[[1]]'')'), ('scheduler.round_finish(10000002, '''', ''{1}'', 1, ''[[1]]'')'),
    ('scheduler.round_settle(10000002)'), ('scheduler.round_void(10000002, '''')'), ('scheduler.round_lock(null)')) as door (call);

select pg_temp.at(4000) \g /dev/null
select is(scheduler.round_lock(10000001), true, 'the lock, on time');
select is((phase, locked_at)::text, '(locked,"2026-01-02 12:00:04+00")', 'is written down') from hippo.round;
select is(pg_temp.last_event('betting_closed'),
          '{"event": "betting_closed", "roundId": 10000001, "serverTime": 1767355204000, "phase": "locked", "screen": "game_screen",
            "timer": {"timeLeft": 1000, "totalDuration": 5000, "startTime": 1767355200000, "endTime": 1767355205000, "percentage": 80.0}}',
          'and told');
select is(pg_temp.outcome('select scheduler.round_lock(10000001)'), 'HP409', 'no second lock');

select is(pg_temp.next_move(), 'race 5000', 'then the race starts');
select pg_temp.at(4999) \g /dev/null
select is(pg_temp.outcome('select scheduler.round_race(10000001, 1000000, 1750)'), 'HP425 1', 'not before its time');
select pg_temp.at(5000) \g /dev/null
select is(pg_temp.outcome(format('select scheduler.round_race(10000001, %s, %s)', distance, playout)), 'HP400', 'not without a course')
from (values ('0', '1750'), ('null', '1750'), ('1000000', '-1'), ('1000000', 'null')) as bad (distance, playout);
select is(scheduler.round_race(10000001, 1000000, 1750), true, 'the start, on time');
select is(pg_temp.last_event('race_start'),
          '{"event": "race_start", "roundId": 10000001, "serverTime": 1767355205000, "phase": "racing", "screen": "movie_screen",
            "raceStartTime": 1767355205000, "raceEndTime": 1767355208000, "film":
                {"runners": [6, 7, 8, 9, 10, 54], "distance": 1000000, "step": 100, "duration": 3000, "playoutDelay": 1750}}',
          'is told with the geometry of the film');

select is(pg_temp.next_move(), 'film 6000', 'a second of film is told when it has run');
select pg_temp.at(5999) \g /dev/null
select is(pg_temp.outcome('select scheduler.film_publish(10000001, 1, pg_temp.film(1, 10))'), 'HP425 1',
    'nothing ahead of the film''s clock');
select pg_temp.at(7999) \g /dev/null
select is(pg_temp.outcome(format('select scheduler.film_publish(10000001, %L, pg_temp.film(1, 10))', first)), 'HP409', what)
from (values (0, 'sample 0 is not the next'), (2, 'sample 2 is not the next'), (null, 'no sample is not the next')) as bad (first, what);
select is(pg_temp.outcome(format('select scheduler.film_publish(10000001, 1, %L)', positions)), 'HP400', what)
from (values
    (null, 'no film is refused'), ('{}', 'an object is refused'), ('7', 'a number is refused'), ('[]', 'no runner is refused'),
    ('[[1],[1],[1],[1],[1]]', 'a runner too few is refused'), ('[[1],[1],[1],[1],[1],[1],[1]]', 'a runner too many is refused'),
    ('[[1,2],[1,2],[1,2],[1,2],[1,2],[1]]', 'uneven runners are refused'), ('[[],[],[],[],[],[]]', 'empty runners are refused'),
    ('[[1],[1],[1],[1],[1],["1"]]', 'text is refused'), ('[[1],[1],[1],[1],[1],[1.5]]', 'half a millimetre is refused'),
    ('[[1],[1],[1],[1],[1],[-1]]', 'a place behind the gate is refused'), ('[[1],[1],[1],[1],[1],[null]]', 'null is refused'),
    ('[[1],[1],[1],[1],[1],[[1]]]', 'a list in a list is refused'), ('[[1],[1],[1],[1],[1],1]', 'a bare number is refused'),
    (E'[[1],[1],[1],[1],[1],\n[1]]', 'a second line is refused'),
        ('[[1],[1],[1],[1],[1],[12345678901]]', 'more than an integer is refused')
) as bad (positions, what);
select pg_temp.at(6000) \g /dev/null
select is(scheduler.film_publish(10000001, 1, pg_temp.film(1, 10)), true, 'the first second, on time');
select is(pg_temp.last_event('race_sync'), jsonb_build_object('event', 'race_sync', 'roundId', 10000001,
          'serverTime', 1767355206000, 'timeInRace', 1000, 'film',
              jsonb_build_object('from', 1, 'step', 100, 'positions', pg_temp.film(1, 10))),
          'is told as it came');
select is((select film_samples from scheduler.state()), 10, 'state counts what was told');
select is(pg_temp.next_move(), 'film 6500', 'the rest up to the end that is held back comes as soon as it has run');
select pg_temp.at(7999) \g /dev/null
select is(pg_temp.outcome('select scheduler.film_publish(10000001, 11, pg_temp.film(11, 16))'), 'HP425', 'the last 1.5 s are held back');
select is(scheduler.film_publish(10000001, 11, pg_temp.film(11, 15)), true, 'what lies before them is not');
select is(pg_temp.outcome('select scheduler.film_publish(10000001, 16, pg_temp.film(16, 16))'), 'HP425', 'not a single sample of the end');

select is(pg_temp.next_move(), 'finish 8000', 'then comes the finish');
select is(pg_temp.outcome('select pg_temp.finish(10000001)'), 'HP425 1', 'not before its time');
select is((select count(*) from hippo.round where secret is not null), 0::bigint, 'until then the database knows no secret');
select pg_temp.at(8000) \g /dev/null
select is(pg_temp.outcome(format('select scheduler.round_finish(10000001, %L, %L, %L, %L)', secret, drawn, first, positions)), want, what)
from (select pg_temp.secret(10000001) as good, pg_temp.drawn(10000001) as good_order, pg_temp.film(16, 30) as good_film) g, lateral (values
    (repeat('00', 32), good_order, 16, good_film, 'HP400', 'another secret is refused'),
    (left(good, 62), good_order, 16, good_film, 'HP400', 'a short secret is refused'),
    (left(good, 63), good_order, 16, good_film, 'HP400', 'half a byte is refused'),
    (left(good, 63) || 'z', good_order, 16, good_film, 'HP400', 'a secret that is not hexadecimal is refused'),
    (null, good_order, 16, good_film, 'HP400', 'no secret is refused'),
    (good, good_order[2:6] || good_order[1], 16, good_film, 'HP500', 'another order than the database draws is refused'),
    (good, good_order[1:5], 16, good_film, 'HP500', 'a shorter order is refused'),
    (good, null, 16, good_film, 'HP500', 'no order is refused'),
    (good, good_order, 15, pg_temp.film(15, 30), 'HP409', 'a sample told before is refused'),
    (good, good_order, null, good_film, 'HP409', 'a film from nowhere is refused'),
    (good, good_order, 16, pg_temp.film(16, 29), 'HP409', 'a film that stops before the end is refused'),
    (good, good_order, 16, pg_temp.film(16, 31), 'HP409', 'a film beyond the end is refused'),
    (good, good_order, 16, '[[1]]'::json, 'HP400', 'a film without all runners is refused')
) as bad (secret, drawn, first, positions, want, what);
select is(pg_temp.phase(10000001), 'racing', 'after all these the race still runs');
select is(pg_temp.drawn(10000001), '{7,9,54,6,10,8}', 'the order of this secret and this card');
select is(pg_temp.finish(10000001), true, 'the finish, on time');
select is((phase, encode(secret, 'hex'), runner_order, film_samples)::text,
          format('(finished,%s,"%s",30)', pg_temp.secret(10000001), pg_temp.drawn(10000001)),
              'the result is written down') from hippo.round;
select is(film_seed, hippo.hmac('HR1/film', outcome_seed, 'sha256'), 'with the seed of the film') from hippo.round;
select is(pg_temp.last_event('race_end'), jsonb_build_object('event', 'race_end', 'roundId', 10000001,
          'serverTime', 1767355208000, 'phase', 'finished', 'screen', 'finish_screen', 'raceEndTime', 1767355208000,
          'order', to_jsonb(pg_temp.drawn(10000001)), 'winner',
              '{"number": 7, "name": "Citadelle", "odds": 470, "color": "#1d7fd1"}'::jsonb,
          'film', jsonb_build_object('from', 16, 'step', 100, 'positions', pg_temp.film(16, 30))), 'and told with the film''s end');
select ok(not exists (select from hippo.stream_event where data::text ~ pg_temp.secret(10000001)), 'the secret is not told yet');
select is(pg_temp.next_move(), 'settle 8000', 'then it is settled at once');
select is(scheduler.round_settle(10000001), true, 'settled');
select is(pg_temp.last_event('race_results'), jsonb_build_object('event', 'race_results', 'roundId', 10000001,
          'serverTime', 1767355208000, 'phase', 'settled', 'screen', 'finish_screen', 'order', to_jsonb(pg_temp.drawn(10000001)),
          'winner', '{"number": 7, "name": "Citadelle", "odds": 470, "color": "#1d7fd1"}'::jsonb,
          'secret', pg_temp.secret(10000001), 'outcomeSeed', (select encode(outcome_seed, 'hex') from hippo.round),
          'totals', '{"tickets": 0, "stakes": 0, "prizes": 0, "winningTickets": 0}'::jsonb, 'winners',
              jsonb_build_array(jsonb_build_object('roundId', 10000001, 'time', 1767355208000, 'order',
              to_jsonb(pg_temp.drawn(10000001)),
              'winner', '{"number": 7, "name": "Citadelle", "odds": 470, "color": "#1d7fd1"}'::jsonb))), 'and the secret is out');
select is(pg_temp.outcome('select ' || call), 'HP409', 'not after the settlement: ' || call)
from (values ('scheduler.round_lock(10000001)'), ('scheduler.round_race(10000001, 1000000, 1750)'),
    ('scheduler.film_publish(10000001, 31, pg_temp.film(1, 10))'), ('pg_temp.finish(10000001, 1)'), ('scheduler.round_settle(10000001)'),
    ('scheduler.round_void(10000001, pg_temp.secret(10000001))'), ('hippo.round_void_request(10000001, ''too late'')')) as door (call);

select is(pg_temp.next_move(), 'open 9000', 'the next round opens when this one closes');
select pg_temp.at(8999) \g /dev/null
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP425 1', 'not before');

-- On time and late -------------------------------------------------------------------------------------------------

select pg_temp.at(9249) \g /dev/null
select is(scheduler.round_open(), 10000002::bigint, 'round numbers have no gap');
select is((pg_temp.times(10000002))[1], 9000::bigint, 'a round follows the one before to the millisecond');
select is(commitment, decode(pg_temp.secret(10000001), 'hex'), 'the secret of the round before commits it')
    from hippo.round where round_id = 10000002;
select is((pg_temp.last_event('new_round') -> 'timer' ->> 'timeLeft')::int, 4751, 'the countdown runs since then');
select pg_temp.at(13000), scheduler.round_lock(10000002) \g /dev/null
select pg_temp.at(14249), scheduler.round_race(10000002, 1000000, 1750) \g /dev/null
select is(pg_temp.times(10000002), '{9000,13000,14000,14000,17000,18000}', 'a start that is less than 250 ms late moves nothing');
select is(pg_temp.next_move(), 'film 15000', 'the film''s clock started on time');
-- The house was down until after the finish: the film is told at once, as far as it may be.
select pg_temp.at(17249) \g /dev/null
select is(scheduler.film_publish(10000002, 1, pg_temp.film(1, 15)), true, 'a film that is behind is told in one piece');
select is(pg_temp.finish(10000002), true, 'and the finish follows');
select is(pg_temp.times(10000002), '{9000,13000,14000,14000,17000,18000}', 'a finish that is less than 250 ms late moves nothing');
select scheduler.round_settle(10000002) \g /dev/null

set hippo.clock = '2026-01-02 12:00:18.2507+00';
select is(scheduler.round_open(), 10000003::bigint, 'the house was down');
select is(pg_temp.times(10000003), '{18250,22250,23250,23250,26250,27250}', 'a round that opens later opens now');
select is(array(select extract(microseconds from t)::int % 1000 from hippo.round,
                unnest(array[opened_at, locks_at, race_starts_at, race_ends_at, closes_at]) t where round_id = 10000003),
          '{0,0,0,0,0}', 'on a whole millisecond, as the card and the clients are told');
select pg_temp.at(22250), scheduler.round_lock(10000003) \g /dev/null
set hippo.clock = '2026-01-02 12:00:23.5004+00';
select is(scheduler.round_race(10000003, 1000000, 1750), true, 'a start 250 ms late');
select is(pg_temp.times(10000003), '{18250,22250,23250,23500,26500,27500}', 'moves the race with it, so that all of it is seen');
select is((data ->> 'raceStartTime')::bigint % 100000, 23500::bigint, 'as clients are told') from pg_temp.last_event('race_start') data;
select is(pg_temp.next_move(), 'film 24500', 'the film''s clock starts with it');
select pg_temp.at(26750) \g /dev/null
select is(pg_temp.next_move(), 'film 24500', 'after a break in the film it goes on where it stopped');
select is(pg_temp.finish(10000003, 1), true, 'a finish 250 ms late, with the whole film in it');
select is(pg_temp.times(10000003), '{18250,22250,23250,23500,26500,27750}', 'leaves the result on screen as long as ever');
select is((select film_samples from hippo.round where round_id = 10000003), 30, 'and the film is complete');
select scheduler.round_settle(10000003) \g /dev/null

-- The chain --------------------------------------------------------------------------------------------------------

select is(pg_temp.next_move(), 'session 27750', 'a chain that is used up is followed by another');
select pg_temp.at(27750) \g /dev/null
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no round opens on a chain that is used up');
select is((session_name, chain_index)::text, '(2026-01-02/1,3)', 'state tells the last of the chain') from scheduler.state();
select pg_temp.open_session(20) \g /dev/null
select is((next_move, session_name, chain_index)::text, '(open,2026-01-02/2,3)',
    'state tells the session that comes next') from scheduler.state();
select is(pg_temp.play(), 10000004::bigint, 'round numbers go on');
select is((s.name, r.chain_index, r.commitment = s.anchor)::text, '(2026-01-02/2,1,t)', 'a new chain starts with its anchor')
from hippo.round r join hippo.session s using (session_id) where round_id = 10000004;
select is(pg_temp.play(), 10000005::bigint, 'the next round');
select is_empty('select * from report.proof()', 'the books hold');

-- Void -------------------------------------------------------------------------------------------------------------

select is(pg_temp.outcome(format('select hippo.round_void_request(%s, %L)', id, reason)), want, what)
from (values ('10000005', 'x', 'HP409', 'a settled round can not be void'), ('99999999', 'x', 'HP404', 'nor an unknown one'),
    ('10000005', ' ', 'HP400', 'nor without a reason'), ('10000005', null, 'HP400', 'nor with none at all')) as bad (id,
        reason, want, what);

-- Brings a new round to a phase, asks for it to be void, and checks what follows.
create function pg_temp.void_in(p_phase text) returns setof text language plpgsql as $$
declare
    v_id bigint := scheduler.round_open();
    v_ms bigint := pg_temp.now_ms();
    v_before bytea := (select secret from hippo.round where round_id = v_id - 1);
    v_event jsonb;
begin
    if p_phase in ('locked', 'racing', 'finished') then
        perform pg_temp.at(v_ms + 4000), scheduler.round_lock(v_id);
    end if;
    if p_phase in ('racing', 'finished') then
        perform pg_temp.at(v_ms + 5000), scheduler.round_race(v_id, 1000000, 1750);
        perform pg_temp.at(v_ms + 6000), scheduler.film_publish(v_id, 1, pg_temp.film(1, 10));
    end if;
    if p_phase = 'finished' then
        perform pg_temp.at(v_ms + 8000), pg_temp.finish(v_id, 11);
    end if;
    return next is(pg_temp.phase(v_id), p_phase, 'a round is ' || p_phase);
    perform hippo.round_void_request(v_id, 'fire in ' || p_phase);
    perform hippo.round_void_request(v_id, 'another reason');
    return next is(pg_temp.next_move(), 'void ' || pg_temp.now_ms(), p_phase || ': the next move is to void it, now');
    -- A move that was on its way when the void was asked for.
    perform pg_temp.at(v_ms + 8100);
    return next is(pg_temp.outcome('select ' || case p_phase
            when 'betting' then format('scheduler.round_lock(%s)', v_id)
            when 'locked' then format('scheduler.round_race(%s, 1000000, 1750)', v_id)
            when 'racing' then format('scheduler.film_publish(%s, 11, pg_temp.film(11, 15))', v_id)
            else format('scheduler.round_settle(%s)', v_id) end),
        'HP409', p_phase || ': no move towards the result any more');
    if p_phase = 'racing' then
        return next is(pg_temp.outcome(format('select pg_temp.finish(%s, 11)', v_id)), 'HP409', 'racing: not to the finish either');
    end if;
    return next is(pg_temp.outcome(format('select scheduler.round_void(%s, %L)', v_id, repeat('00', 32))), 'HP400',
                   p_phase || ': not with another secret');
    return next is(scheduler.round_void(v_id, pg_temp.secret(v_id)), true, p_phase || ': void');
    v_event := pg_temp.last_event('round_void');
    return next is(v_event - 'serverTime' - 'outcomeSeed', jsonb_build_object('event', 'round_void', 'roundId', v_id, 'phase', 'void',
        'screen', 'finish_screen', 'reason', 'fire in ' || p_phase, 'secret', pg_temp.secret(v_id),
        'wouldBeOrder', to_jsonb(pg_temp.drawn(v_id))), p_phase || ': its secret and would-be order are public');
    return next is(hippo.hr1_chain_step(decode(v_event ->> 'secret', 'hex')), v_before, p_phase || ': the secret is the committed one');
    return next is(pg_temp.outcome(format('select scheduler.round_void(%s, %L)', v_id, pg_temp.secret(v_id))), 'HP409',
                   p_phase || ': once');
    return next is(pg_temp.outcome(format('select hippo.round_void_request(%s, ''again'')', v_id)), 'HP409', p_phase || ': final');
    return next is(pg_temp.next_move(), 'open ' || (v_ms + greatest(8000, 8100 + 1000)), p_phase || ': then the next round');
    perform pg_temp.at(v_ms + 9100);
end
$$;
select pg_temp.void_in(phase) from unnest('{betting,locked,racing,finished}'::text[]) phase;
select pg_temp.play_void() \g /dev/null
select is((pg_temp.times(10000010))[6] - (pg_temp.times(10000010))[1], 8000::bigint,
    'a void round keeps its slot: the next one opens when it was promised');
select is(pg_temp.play(), 10000011::bigint, 'after a void round the numbers and the chain go on');
select is_empty('select * from report.proof()', 'the books hold');

-- Pause ------------------------------------------------------------------------------------------------------------

select is(pg_temp.outcome('select hippo.game_pause('' '')'), 'HP400', 'a pause needs a reason');
select scheduler.round_open() \g /dev/null
select is(hippo.game_pause('storm'), true, 'pause');
select is(pg_temp.last_event('game_paused') - 'serverTime', '{"event": "game_paused", "roundId": 10000012, "reason": "storm"}', 'is told');
select is(hippo.game_pause('more storm'), false, 'a second pause is none');
select is((select count(*) from hippo.stream_event where event = 'game_paused'), 1::bigint, 'and is not told');
select is((next_move, paused)::text, '(lock,t)', 'the current round goes on') from scheduler.state();
do $$
declare v_ms bigint := pg_temp.now_ms();
begin
    perform pg_temp.at(v_ms + 4000), scheduler.round_lock(10000012);
    perform pg_temp.at(v_ms + 5000), scheduler.round_race(10000012, 1000000, 1750);
    perform pg_temp.at(v_ms + 8000), pg_temp.finish(10000012, 1), scheduler.round_settle(10000012);
    perform pg_temp.at(v_ms + 60000);
end
$$;
select is(pg_temp.next_move(), 'wait', 'then nothing is due');
select is((select due_ms from scheduler.state()), null, 'at no time');
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no other round opens');
select is(hippo.game_resume('sun'), true, 'resume');
select is(pg_temp.last_event('game_resumed') - 'serverTime', '{"event": "game_resumed", "roundId": 10000012, "reason": "sun"}', 'is told');
select is(hippo.game_resume('more sun'), false, 'a second resume is none');
select is(scheduler.round_open(), 10000013::bigint, 'rounds go on');
select is((pg_temp.times(10000013))[1], pg_temp.now_ms(), 'now, not when the last one closed');

-- The guard --------------------------------------------------------------------------------------------------------

-- Puts the current round into a phase behind the guard's back, then tries to move it. Nothing stays.
create function pg_temp.try_move(p_old hippo.phase, p_new hippo.phase) returns text language plpgsql as $$
begin
    set local session_replication_role = replica;
    update hippo.round set phase = p_old, voided_at = case when p_old = 'void' then now() end,
        void_requested_at = now(), void_reason = 'x',
        secret = case when p_old in ('finished', 'settled', 'void') then commitment end,
        outcome_seed = case when p_old in ('finished', 'settled', 'void') then commitment end,
        film_seed = case when p_old in ('finished', 'settled', 'void') then commitment end,
        runner_order = case when p_old in ('finished', 'settled', 'void') then '{1,2}'::integer[] end
    where round_id = 10000013;
    set local session_replication_role = origin;
    update hippo.round set phase = p_new, voided_at = case when p_new = 'void' then now() end,
        secret = case when p_new in ('finished', 'settled', 'void') then commitment end,
        outcome_seed = case when p_new in ('finished', 'settled', 'void') then commitment end,
        film_seed = case when p_new in ('finished', 'settled', 'void') then commitment end,
        runner_order = case when p_new in ('finished', 'settled', 'void') then '{1,2}'::integer[] end
    where round_id = 10000013;
    raise exception using errcode = 'TEST0';
exception
    when sqlstate 'TEST0' then return 'allowed';
    when others then return sqlstate;
end
$$;
select is(pg_temp.try_move(old, new),
          case when (old, new) in (('betting', 'locked'), ('locked', 'racing'), ('racing', 'finished'), ('finished', 'settled'),
                                   ('betting', 'void'), ('locked', 'void'), ('racing', 'void'), ('finished', 'void'))
                    or (old = new and old not in ('settled', 'void')) then 'allowed' else 'HP409' end,
          format('from %s to %s', old, new))
from unnest(enum_range(null::hippo.phase)) old, unnest(enum_range(null::hippo.phase)) new;

-- Columns of a round that the guard lets nobody change.
create function pg_temp.guarded(p_round_id bigint) returns text[] language plpgsql as $$
declare
    v_column record;
    v_guarded text[] := '{}';
begin
    for v_column in select attname, format_type(atttypid, null) as type from pg_attribute
                    where attrelid = 'hippo.round'::regclass and attnum > 0 and not attisdropped and attname <> 'phase'
                    order by attname loop
        begin
            execute format('update hippo.round set %I = %s where round_id = %s', v_column.attname, case v_column.type
                when 'bytea' then 'sha256(''other'')' when 'text' then '''other'''
                when 'integer[]' then '''{9,8}''' when 'timestamp with time zone' then '''2031-01-01'''
                else '4711' end, p_round_id);
            raise exception using errcode = 'TEST0';
        exception when others then
            if sqlstate = 'HP409' then
                v_guarded := v_guarded || v_column.attname::text;
            end if;
        end;
    end loop;
    return v_guarded;
end
$$;
select is(pg_temp.guarded(10000013),
    '{beacon,card_hash,card_template_id,card_text,chain_index,commitment,locks_at,opened_at,race_due_at,round_id,session_id}',
          'the card of an open round is final');
do $$
declare v_ms bigint := pg_temp.now_ms();
begin
    perform pg_temp.at(v_ms + 4000), scheduler.round_lock(10000013);
    perform pg_temp.at(v_ms + 5000), scheduler.round_race(10000013, 1000000, 1750);
    perform pg_temp.at(v_ms + 8000), pg_temp.finish(10000013, 1);
end
$$;
select is(pg_temp.guarded(10000013),
    '{beacon,card_hash,card_template_id,card_text,chain_index,commitment,film_seed,locks_at,opened_at,outcome_seed,'
        'race_due_at,round_id,runner_order,secret,session_id}',
          'the result of a finished round is final too');
select scheduler.round_settle(10000013) \g /dev/null
select is(pg_temp.guarded(10000013), array(select attname::text from pg_attribute where attrelid = 'hippo.round'::regclass and attnum > 0
          and attname <> 'phase' order by attname), 'nothing of a settled round can change');
select is(pg_temp.outcome('delete from hippo.round where round_id = 10000013'), 'HP409', 'a round can not be deleted');
select is(pg_temp.outcome('truncate hippo.round cascade'), 'HP409', 'nor can all of them');

select pg_temp.at(pg_temp.now_ms() + 1000), scheduler.round_open() \g /dev/null
select is(pg_temp.outcome($$
    insert into hippo.round (round_id, session_id, chain_index, card_template_id, commitment, card_text, card_hash, opened_at, locks_at,
        race_due_at, race_starts_at, race_ends_at, closes_at)
    select 10000015, session_id, 15, card_template_id, commitment, card_text, card_hash, opened_at, locks_at, race_due_at, race_starts_at,
        race_ends_at, closes_at
    from hippo.round where round_id = 10000014$$) like '23505%', true, 'there is one current round at most');
select is(pg_temp.outcome('update hippo.round set phase = ''locked'', secret = card_hash where round_id = 10000014') like '23514%',
          true, 'a result before the finish has no place in the table');

-- The card to come -------------------------------------------------------------------------------------------------

select hippo.round_void_request(10000014, 'x'), scheduler.round_void(10000014, pg_temp.secret(10000014)) \g /dev/null
select pg_temp.at(pg_temp.now_ms() + 60000) \g /dev/null
-- Tries to open a round on a card of so many runners of such a weight.
create function pg_temp.open_with(p_runners integer, p_weight bigint) returns text language plpgsql as $$
declare
    v_outcome text;
begin
    insert into hippo.card_template (name) values ('test');
    insert into hippo.card_template_runner (card_template_id, number, name, weight, win_odds, color)
    select card_template_id, n, 'N' || n, p_weight, 180, '#000000'
        from hippo.card_template, generate_series(1, p_runners) n where name = 'test';
    update hippo.card_schedule set card_template_id = (select card_template_id from hippo.card_template where name = 'test');
    v_outcome := pg_temp.outcome('select scheduler.round_open()');
    raise exception using errcode = 'TEST0', message = v_outcome;
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
select is(pg_temp.open_with(runners, weight), want, format('a card of %s runners of weight %s', runners, weight))
from (values (0, 1::bigint, 'HP404'), (1, 1, 'HP404'), (2, 1, '10000015'), (24, 1, '10000015'), (25, 1, 'HP404'),
    (2, 4611686018427387903, '10000015'), (2, 4611686018427387904, 'HP404')) as card (runners, weight, want);
delete from hippo.card_schedule;
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP404', 'no card, no round');
select is((select max(round_id) from hippo.round), 10000014::bigint, 'a refused opening takes no number');

select * from finish();
rollback;
