-- SPDX-License-Identifier: MIT
-- A request and whoever gives it up, at the same moment: one of them wins, and both know which.
select plan(11);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql tests/sql/lib/money.sql`

select pg_temp.open(name), dblink_exec(name, :'house') from unnest('{leader,anna,bert}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.furnish()') \g /dev/null
select pg_temp.ask(name, 'select pg_temp.at(0)') from unnest('{anna,bert}'::text[]) name \g /dev/null
create function pg_temp.sale(p_key text) returns text language sql as $$
    select format('select api.ticket_sell(pg_temp.token(''anna''), %L, pg_temp.print(), 10000001, null, ''{win 6}'', ''{2500}'') ->> ''state''', p_key)
$$;
create function pg_temp.burn(p_user text, p_key text) returns text language sql as $$
    select format('select api.request_burn(pg_temp.token(%L), %L, pg_temp.print(''burn''),
        (select user_id from hippo.app_user where username = ''anna'')) ->> ''state''', p_user, p_key)
$$;

-- The sale is first. It takes no lock on its key: a till's first one in a round does, so this is its second.
select pg_temp.ask('anna', pg_temp.sale('the-first-of-all')) \g /dev/null
select pg_temp.ask('anna', 'begin') \g /dev/null
select is(pg_temp.ask('anna', pg_temp.sale('sale-first')), 'sold', 'a sale on its way');
select pg_temp.send('bert', pg_temp.burn('bert', 'sale-first')) \g /dev/null
select ok(pg_temp.is_waiting('bert'), 'keeps who gives it up waiting');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('bert'), '23505', 'who is stopped by the journal: the api tries again');
select is(pg_temp.ask('bert', pg_temp.burn('bert', 'sale-first')), 'answered', 'and learns that it was done');

-- The burn is first.
select pg_temp.ask('bert', 'begin') \g /dev/null
select is(pg_temp.ask('bert', pg_temp.burn('bert', 'burn-first')), 'burnt', 'a key that is being burnt');
select pg_temp.send('anna', pg_temp.sale('burn-first')) \g /dev/null
select ok(pg_temp.is_waiting('anna'), 'keeps its sale waiting');
select pg_temp.ask('bert', 'commit') \g /dev/null
select is(pg_temp.result('anna'), '23505', 'which is stopped by the journal');
select is(pg_temp.ask('anna', format('select pg_temp.refusal(%L)', pg_temp.sale('burn-first'))), 'HP422 key_burnt',
    'and refused when the api tries again');
-- What goes through hippo.request_replay waits at the same lock, and needs no second try.
select pg_temp.ask('bert', 'begin'), pg_temp.ask('bert', pg_temp.burn('bert', 'burn-move')) \g /dev/null
select pg_temp.send('anna', 'select pg_temp.refusal($q$ select api.till_movement(pg_temp.token(''anna''), ''burn-move'', pg_temp.print(),
    null, ''deposit'', 500, null, null) $q$)') \g /dev/null
select ok(pg_temp.is_waiting('anna'), 'a movement waits');
select pg_temp.ask('bert', 'commit') \g /dev/null
select is(pg_temp.result('anna'), 'HP422 key_burnt', 'and is refused at once');
select is((select array_agg(action order by at, action) from hippo.journal where key in ('sale-first', 'burn-first', 'burn-move')),
    '{burn,burn,sale}', 'each key has one entry');
select * from finish();
