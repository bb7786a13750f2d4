-- SPDX-License-Identifier: MIT
-- Mistakes that two people put right at the same moment: they are put right once.
select plan(13);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql tests/sql/lib/money.sql`

create temp table person (name text, keys bigint generated always as identity);
create function pg_temp.enter(p_name text, p_house text) returns void language plpgsql as $$
declare
    v_keys bigint;
begin
    perform pg_temp.open(p_name), dblink_exec(p_name, p_house);
    insert into person (name) values (p_name) returning keys into v_keys;
    perform pg_temp.ask(p_name, format('select setval(''pg_temp.key'', %s)', v_keys * 1000000));
end
$$;
select pg_temp.enter(name, :'house') from unnest('{leader,anna,sam,sue}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.start()'), pg_temp.ask('leader', 'select pg_temp.people()'),
    pg_temp.ask('leader', 'select pg_temp.open_session(60)') \g /dev/null
select pg_temp.ask(name, 'select pg_temp.at(0)') from person \g /dev/null
create function pg_temp.refusal_of(p_call text) returns text language sql as $$ select format('select pg_temp.refusal(%L)',
  'select ' || p_call) $$;
create function pg_temp.reversal(p_name text) returns text language sql as $$
    select pg_temp.refusal_of(format('api.till_reverse(%L, pg_temp.key(), pg_temp.print(), 1, 2, 100, ''x'')',
      sha256(convert_to('token ' || p_name, 'UTF8'))))
$$;
create function pg_temp.recount(p_name text) returns text language sql as $$
    select pg_temp.refusal_of(format('api.till_recount(%L, pg_temp.key(), pg_temp.print(), 1, ''{"100": 999}'', ''x'')',
        sha256(convert_to('token ' || p_name, 'UTF8'))))
$$;

select pg_temp.ask('anna', 'select pg_temp.open_till(''anna'', 1, 100000)'),
pg_temp.ask('anna', 'select pg_temp.move(''anna'', ''deposit'', 500)') \g /dev/null
select pg_temp.ask('sam', 'begin') \g /dev/null
select is(pg_temp.ask('sam', pg_temp.reversal('sam')), 'done', 'a supervisor reverses a movement');
select pg_temp.send('sue', pg_temp.reversal('sue')) \g /dev/null
select ok(pg_temp.is_waiting('sue'), 'another one, at the same moment, waits');
select pg_temp.send('anna', pg_temp.refusal_of('pg_temp.move(''anna'', ''drop'', 100101)')) \g /dev/null
select ok(pg_temp.is_waiting('anna'), 'so does the cashier who moves cash');
select pg_temp.ask('sam', 'commit') \g /dev/null
select is(pg_temp.result('sue'), 'HP409 already_reversed', 'the movement has been reversed');
select is(pg_temp.result('anna'), 'HP409 till_cash', 'and the cash has gone');
select is((select array_agg(action order by seq) from hippo.journal where scope = 1), '{till_open,deposit,deposit,reversal}',
  'once');

select pg_temp.ask('anna', 'select pg_temp.close_till(''anna'', ''{"100": 1000}'')') \g /dev/null
select is((select state::text from hippo.till_session), 'closed', 'the till closes with a count');
select pg_temp.ask('sam', 'begin') \g /dev/null
select is(pg_temp.ask('sam', pg_temp.recount('sam')), 'done', 'that a supervisor corrects');
select pg_temp.send('sue', pg_temp.recount('sue')) \g /dev/null
select ok(pg_temp.is_waiting('sue'), 'another one waits');
select pg_temp.ask('sam', 'commit') \g /dev/null
select is(pg_temp.result('sue'), 'HP409 already_corrected', 'it has been corrected');
select is((select count(*) from hippo.journal where action = 'count_correction'), 1::bigint, 'once');
select is((select corrected_minor from hippo.till_session), 99900::bigint, 'to what there was');
select is((select string_agg(invariant, E'\n') from report.proof()), null, 'the books hold');
select * from finish();
