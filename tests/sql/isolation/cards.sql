-- SPDX-License-Identifier: MIT
-- A list of cards that is set while a round opens: it begins with the round after, with its first place.
select plan(5);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql tests/sql/lib/money.sql`

create function pg_temp.enter(p_name text, p_house text) returns void language sql as $$
    select pg_temp.open(p_name), dblink_exec(p_name, p_house)
$$;
select pg_temp.enter(name, :'house') from unnest('{leader,ada,abe}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.start()'), pg_temp.ask('leader', 'select pg_temp.people()'),
    pg_temp.ask('leader', 'select pg_temp.open_session(60)') \g /dev/null
select pg_temp.ask(name, 'select pg_temp.at(0)') from unnest('{ada,abe}'::text[]) name \g /dev/null
select pg_temp.ask('ada', $$select api.card_propose(pg_temp.token('ada'), 'key-of-card', pg_temp.print(), 'two', 900000,
    '[{"number":1,"name":"A","color":"#000000","odds":180},{"number":2,"name":"B","color":"#000000","odds":180}]', null) ->> 'cardId'$$) as two \gset
create function pg_temp.list(p_key text, p_first bigint, p_second bigint) returns text language sql as $$
    select format('select api.card_schedule_update(pg_temp.token(''ada''), %L, pg_temp.print(), '
        '''[{"cardId": %s, "rounds": 1}, {"cardId": %s, "rounds": 1}]'', null) ->> ''fromRound''', p_key, p_first, p_second)
$$;
select pg_temp.ask('abe', format('select api.card_decide(pg_temp.token(''abe''), ''key-decide'', pg_temp.print(), %s, true, null) ->> ''state''', :two)) as state \gset
select is(:'state'::text, 'active', 'two cards are approved');

-- The opening comes first.
select pg_temp.ask('leader', 'begin'), pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.send('ada', pg_temp.list('key-list-1', 1, :two)) \g /dev/null
select ok(pg_temp.is_waiting('ada'), 'a new list waits for a round that is being opened');
select pg_temp.ask('leader', 'commit') \g /dev/null
select is(pg_temp.result('ada'), '10000002', 'and counts from the next one');

-- The list comes first.
select pg_temp.ask('leader', $$select hippo.round_void_request(10000001, 'x')$$),
    pg_temp.ask('leader', 'select scheduler.round_void(10000001, pg_temp.secret(10000001))'),
    pg_temp.ask('leader', 'select pg_temp.at(hippo.ms(closes_at) - hippo.ms(''2026-01-02 12:00:00+00'')) from hippo.round') \g /dev/null
select pg_temp.ask('ada', 'begin'), pg_temp.ask('ada', pg_temp.list('key-list-2', :two, 1)) \g /dev/null
select pg_temp.send('leader', 'select scheduler.round_open()') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'a round waits for a list that is being set');
select pg_temp.ask('ada', 'commit'), pg_temp.result('leader') \g /dev/null
select is((select card_template_id from hippo.round where round_id = 10000002), :two::bigint, 'and opens with its first place');
select * from finish();
