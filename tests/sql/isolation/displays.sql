-- SPDX-License-Identifier: MIT
-- A display that is revoked while it is shown something: what is under way is waited for, and nothing comes after it.
select plan(10);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql tests/sql/lib/money.sql`

select pg_temp.open(name), dblink_exec(name, :'house') from unnest('{leader,anna,sam}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.start()'), pg_temp.ask('leader', 'select pg_temp.people()'),
    pg_temp.ask('leader', 'select pg_temp.open_session(60)') \g /dev/null
select pg_temp.ask(name, 'select pg_temp.at(0)') from other \g /dev/null
-- Keys of a session's own.
select pg_temp.ask('sam', 'select setval(''pg_temp.key'', 2000000)'), pg_temp.ask('anna', 'select setval(''pg_temp.key'', 1000000)') \g /dev/null
select pg_temp.ask('anna', 'select pg_temp.open_till(''anna'', 1)'),
    pg_temp.ask('anna', 'select api.display_create(pg_temp.token(''anna''), null, sha256(''one''))') \g /dev/null
select max(display_id) as display from hippo.display \gset
\set show 'select api.display_show(pg_temp.token(''anna''), ''{"kind": "draft"}'')'
\set revoke 'select api.display_revoke(pg_temp.token(''sam''), pg_temp.key(), pg_temp.print(), ' :display ')'
create function pg_temp.events() returns text language sql as $$
    select string_agg(event, ' ' order by "offset") from hippo.stream_event where channel like 'display:%'
$$;

select pg_temp.ask('anna', 'begin') \g /dev/null
select is(pg_temp.ask('anna', :'show')::jsonb, '{"displays": 1}', 'a cashier shows something');
select pg_temp.send('sam', :'revoke') \g /dev/null
select ok(pg_temp.is_waiting('sam'), 'who revokes the display meanwhile waits');
select pg_temp.ask('anna', 'commit') \g /dev/null
select isnt(pg_temp.result('sam')::jsonb ->> 'revokedAt', null, 'it is revoked');
select is(pg_temp.events(), 'display_revoked', 'and nothing that was shown is left');

select pg_temp.ask('anna', 'select api.display_create(pg_temp.token(''anna''), null, sha256(''two''))') \g /dev/null
select max(display_id) as display from hippo.display \gset
\set revoke 'select api.display_revoke(pg_temp.token(''sam''), pg_temp.key(), pg_temp.print(), ' :display ')'
select is(pg_temp.ask('anna', :'show')::jsonb, '{"displays": 1}', 'another display is shown something');
select pg_temp.ask('sam', 'begin') \g /dev/null
select isnt(pg_temp.ask('sam', :'revoke')::jsonb ->> 'revokedAt', null, 'it is being revoked');
select pg_temp.send('anna', :'show') \g /dev/null
select ok(pg_temp.is_waiting('anna'), 'what is shown meanwhile waits');
select pg_temp.ask('sam', 'commit') \g /dev/null
select is(pg_temp.result('anna')::jsonb, '{"displays": 0}', 'and reaches nobody');
select is(pg_temp.events(), 'display_revoked display_revoked', 'nothing comes after the end');
select is((select string_agg(invariant, E'\n') from report.proof()), null, 'the books hold');
select * from finish();
