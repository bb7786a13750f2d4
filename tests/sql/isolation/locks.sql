-- SPDX-License-Identifier: MIT
-- Who waits for whom: moves, sales, a pause and a void at the same moment.
select plan(27);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql`

create function pg_temp.phase() returns text language sql as
    'select phase::text from hippo.round order by round_id desc limit 1';

-- The leader's clock stands still where the test puts it; the others only lock rows.
select pg_temp.open('leader'), pg_temp.open('sale'), pg_temp.open('sale2'), pg_temp.open('admin'), pg_temp.open('keeper') \g /dev/null
select dblink_exec('leader', :'house') \g /dev/null

-- The first start, twice at once.
select pg_temp.ask('sale', 'begin'), pg_temp.ask('sale', 'select scheduler.settings_init(5000, 1000, 3000, 1000)') as first \gset
select pg_temp.send('sale2', 'select scheduler.settings_init(9000, 1000, 3000, 1000)') \g /dev/null
select ok(pg_temp.is_waiting('sale2'), 'a second first start waits for the first');
select pg_temp.ask('sale', 'commit') \g /dev/null
select is(pg_temp.result('sale2'), 'f', 'and takes nothing');
select is(hippo.setting_integer('betting_ms'), 5000::bigint, 'the settings are the first one''s');

select pg_temp.ask('leader', 'select pg_temp.start()'), pg_temp.ask('leader', 'select pg_temp.open_session(20)'),
    pg_temp.ask('leader', 'select scheduler.round_open()') as round \gset

-- The lock waits for the sales in flight.
select pg_temp.ask('leader', 'select pg_temp.at(4000)'),
    pg_temp.ask('sale', 'begin'), pg_temp.ask('sale', 'select phase from hippo.round where round_id = 10000001 for share') as seen \gset
select is(:'seen'::text, 'betting', 'a sale sees betting');
select pg_temp.ask('sale2', 'begin'),
    pg_temp.ask('sale2', 'select phase from hippo.round where round_id = 10000001 for share') as seen \gset
select is(:'seen'::text, 'betting', 'another at the same time');
select pg_temp.send('leader', 'select scheduler.round_lock(10000001)') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'the lock waits for both');
select pg_temp.ask('sale', 'commit') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'it still waits for the second');
select is(pg_temp.phase(), 'betting', 'and everybody else still sees betting');
select pg_temp.send('sale', 'select phase from hippo.round where round_id = 10000001 for share') \g /dev/null
select pg_temp.ask('sale2', 'commit') \g /dev/null
select is(pg_temp.result('leader'), 't', 'then it is locked');
select ok(pg_temp.result('sale') in ('betting', 'locked'), 'a sale that came meanwhile gets an answer');
select is(pg_temp.ask('sale', 'select phase from hippo.round where round_id = 10000001 for share'), 'locked',
    'one that comes later sees the lock');

-- The clock is read after the wait: a move that was too early when it began is judged when it can act.
select pg_temp.ask('leader', 'select pg_temp.at(5000)'),
    pg_temp.ask('leader', 'select scheduler.round_race(10000001, 1000000, 1750)') \g /dev/null
select pg_temp.ask('leader', 'select set_config(''hippo.clock'', '''', false)') \g /dev/null
select pg_temp.ask('sale', 'begin'), pg_temp.ask('sale', 'select from hippo.round where round_id = 10000001 for share') \g /dev/null
select pg_temp.send('leader', $$ select pg_temp.finish(10000001, 1) $$) \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'a finish waits for who shares the round');
select clock_timestamp() as released_at \gset
select pg_temp.ask('sale', 'commit') \g /dev/null
select is(pg_temp.result('leader'), 't', 'then it comes');
select ok((select finished_at from hippo.round) >= :'released_at'::timestamptz, 'at the time after the wait');

-- A void and the settlement at the same moment: who asked for the void was told yes.
select pg_temp.ask('admin', 'begin'), pg_temp.ask('admin', 'select hippo.round_void_request(10000001, ''a fire'')') \g /dev/null
select pg_temp.send('leader', 'select scheduler.round_settle(10000001)') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'a settlement waits for who asks for a void');
select pg_temp.ask('admin', 'commit') \g /dev/null
select is(pg_temp.result('leader'), 'HP409', 'and is refused');
select is(pg_temp.ask('leader', 'select next_move from scheduler.state()'), 'void', 'the next move is the void');
select pg_temp.ask('leader', 'select scheduler.round_void(10000001, pg_temp.secret(10000001))') \g /dev/null
select is(pg_temp.phase(), 'void', 'the round is void');

-- A pause and an opening at the same moment: one of them is first.
select hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00') as closes from hippo.round \gset
select pg_temp.ask('leader', format('select pg_temp.at(%s)', :closes)) \g /dev/null
select pg_temp.ask('admin', 'begin'), pg_temp.ask('admin', 'select hippo.game_pause(''storm'')') \g /dev/null
select pg_temp.send('leader', 'select scheduler.round_open()') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'an opening waits for a pause in flight');
select pg_temp.ask('admin', 'commit') \g /dev/null
select is(pg_temp.result('leader'), 'HP409', 'and does not open');
select hippo.game_resume('sun') \g /dev/null
select is(pg_temp.ask('leader', 'select scheduler.round_open()'), '10000002', 'after the resume it opens');

-- A pause within a move: the pause has the stream and its event points at the round, the move has the round and wants
-- the stream. Neither may wait for the other.
select pg_temp.ask('leader', format('select pg_temp.at(%s)', :closes + 4000)),
    pg_temp.ask('keeper', 'begin'), pg_temp.ask('keeper', 'select from hippo.stream where channel = ''race'' for update') \g /dev/null
select pg_temp.send('admin', 'select hippo.game_pause(''storm'')') \g /dev/null
select ok(pg_temp.is_waiting('admin'), 'a pause waits for the stream');
select pg_temp.send('leader', 'select scheduler.round_lock(10000002)') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'a move waits behind it');
select pg_temp.ask('keeper', 'commit') \g /dev/null
select is(pg_temp.result('admin'), 't', 'the pause goes through');
select is(pg_temp.result('leader'), 't', 'and the move too');
select is(array(select event from hippo.stream_event where round_id = 10000002 order by "offset"),
    '{new_round,game_paused,betting_closed}',
          'in this order');
select is_empty('select * from report.proof()', 'the books hold');

select pg_temp.close(name) from other \g /dev/null
select * from finish();
