-- SPDX-License-Identifier: MIT
-- Figures that are kept so that nobody has to count again: what a till's report says after days goes on from the last seal; and all
-- of them can be lost and are the same when they are counted again.
begin;
select plan(20);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

-- A day at the tills: a round whose winner is paid, one that is void, an annulment, movements, and one that is taken back.
create function pg_temp.day(p_day date) returns void language plpgsql as $$
declare
    v_round bigint;
    v_tickets text[];
begin
    perform pg_temp.local(p_day + time '12:00'), pg_temp.sign_all_in();
    v_round := scheduler.round_open();
    select array_agg(pg_temp.sell('anna', array['win ' || n], '{2500}') ->> 'number') into v_tickets
    from unnest('{6,7,8,9,10,54}'::integer[]) n;
    perform pg_temp.sell('carl', '{win 6,win 7}', '{2500,3000}');
    perform pg_temp.void('anna', pg_temp.sell('anna', '{win 6}', '{5000}') ->> 'number');
    perform pg_temp.run_out(v_round);
    perform pg_temp.pay('anna', n) from unnest(v_tickets) n where pg_temp.state(n) = 'won';
    v_round := scheduler.round_open();
    perform pg_temp.sell('anna', '{win 6}', '{2500}'), pg_temp.sell('bert', '{win 8}', '{2500}');
    perform hippo.round_void_request(v_round, 'a test'), scheduler.round_void(v_round, pg_temp.secret(v_round));
    perform pg_temp.pay('bert', hippo.ticket_number(min(ticket_id))) from hippo.claim where round_id = v_round;
    perform pg_temp.move('anna', 'deposit', 700), pg_temp.move('anna', 'cash_out', 300), pg_temp.move('bert', 'deposit', 800);
    perform api.till_reverse(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), 1,
                             (select max(seq) from hippo.journal where scope = 1 and action = 'cash_out'), null, 'a mistake');
end
$$;
create function pg_temp.seal(p_day date) returns text language sql as $$
    select pg_temp.local(p_day + 1 + time '00:05'), pg_temp.sign_all_in();
    select scheduler.day_seal() ->> 'sealed';
$$;
-- What a statement gives after another, which nothing is left of.
create function pg_temp.after(p_change text, p_question text) returns text language plpgsql as $$
declare
    v_answer text;
begin
    set local session_replication_role = replica;
    execute p_change;
    set local session_replication_role = origin;
    execute p_question into v_answer;
    raise exception using errcode = 'TEST0', message = coalesce(v_answer, 'nothing');
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
create function pg_temp.reports() returns text language sql as $$
    select string_agg(hippo.till_totals(till_session_id)::text, E'\n' order by till_session_id) from hippo.till_session
$$;
create function pg_temp.entries_read() returns bigint language sql as $$
    select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where schemaname = 'hippo' and relname = 'journal'
$$;

select pg_temp.local('2026-03-01 10:00'), pg_temp.start() \g /dev/null
select pg_temp.local('2026-03-01 10:00'), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
update hippo.house_clock set lived_at = 'infinity';
select pg_temp.open_till('anna', 1), pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3) \g /dev/null

-- A till that is open for days ---------------------------------------------------------------------------------------------

select pg_temp.day('2026-03-01') \g /dev/null
select pg_temp.reports() as reports \gset
select is(pg_temp.seal('2026-03-01'), '2026-03-01', 'the first day is sealed');
select is(pg_temp.reports(), :'reports', 'and the tills'' reports say nothing else');
select pg_temp.day('2026-03-02') \g /dev/null
select pg_temp.seal('2026-03-02') \g /dev/null
select pg_temp.day('2026-03-03') \g /dev/null
select is(pg_temp.reports(), pg_temp.after('delete from hippo.seal_session', 'select pg_temp.reports()'),
    'what they say on the third day is what the whole session says');
select is((hippo.till_totals(1) -> 'sales')::text, '{"count" : 24, "amount" : 67500}', 'sales');
select is((hippo.till_totals(1) -> 'voids')::text, '{"count" : 3, "amount" : 15000}', 'annulments');
select is(hippo.till_totals(1) ->> 'deposits', '2100', 'deposits');
select is((hippo.till_totals(1) -> 'reversals')::text, '{"count" : 3, "amount" : 900}', 'what was taken back');
select is((hippo.till_totals(1) ->> 'expectedCash')::bigint, pg_temp.cash(1), 'and the cash');
-- One seal more costs a report nothing.
select pg_temp.entries_read() as before \gset
select hippo.till_totals(1) \g /dev/null
select pg_temp.entries_read() - :before as read_third \gset
select pg_temp.seal('2026-03-03') \g /dev/null
select pg_temp.day('2026-03-04') \g /dev/null
select pg_temp.entries_read() as before \gset
select hippo.till_totals(1) \g /dev/null
select is(pg_temp.entries_read() - :before, :read_third::bigint, format('a day later no more entries are read than then: %s', :read_third));
select is_empty('select * from report.proof_full()', 'the books hold');
select alike(pg_temp.after('update hippo.seal_session set amount = amount + 1 where day = ''2026-03-02'' and action = ''sale''',
        'select string_agg(distinct invariant, ''; '') from report.proof_full(''2026-03-01'', ''2026-03-02'')'),
    '%a sealed day''s figures are what its entries and tickets say%', 'what was changed of them is named');
select alike(pg_temp.after('delete from hippo.seal_session where day = ''2026-03-02'' and action = ''sale''',
        'select string_agg(distinct invariant, ''; '') from report.proof_full(''2026-03-01'', ''2026-03-02'')'),
    '%a sealed day''s figures are what its entries and tickets say%', 'and what is gone of them');
-- A release before has sealed days without them.
select is(pg_temp.after('delete from hippo.seal_session where day < ''2026-03-03''', 'select count(*) from report.proof_full()'), '0',
    'a seal may be without');
select is(pg_temp.after('delete from hippo.seal_session',
        'select hippo.seal_figures(''2026-03-03'') is null and pg_temp.reports() = $x$' || pg_temp.reports() || '$x$'), 'false',
    'the next one counts from the opening');

-- A closed session's report goes on from there, too; a new one begins with nothing.
select pg_temp.close_till('anna', json_build_object('100', pg_temp.cash(1) / 100, '1', pg_temp.cash(1) % 100)) \g /dev/null
select pg_temp.seal('2026-03-04') \g /dev/null
select is(pg_temp.reports(), pg_temp.after('delete from hippo.seal_session', 'select pg_temp.reports()'), 'closed ones say the same');
select is((select max(day)::text from hippo.seal_session where till_session_id = 1), '2026-03-03', 'a closed one is kept no further');

-- Lost, and counted again --------------------------------------------------------------------------------------------------

select pg_temp.local('2026-03-05 12:00'), pg_temp.sign_all_in(), pg_temp.open_till('anna', 1) \g /dev/null
select pg_temp.day('2026-03-05') \g /dev/null
create function pg_temp.figures() returns text language sql as $$
    select string_agg(line, E'\n' order by line) from (
        select concat('totals ', to_jsonb(t)) as line from hippo.round_totals t
        union all select concat('turnover ', to_jsonb(t)) from hippo.turnover t
        union all select hippo.seal_lines(day) from hippo.seal
        union all select concat('session ', to_jsonb(k)) from hippo.seal_session k) f
$$;
select pg_temp.figures() as figures \gset
set local session_replication_role = replica;
delete from hippo.round_totals;
delete from hippo.turnover;
delete from hippo.seal_account;
delete from hippo.seal_till;
delete from hippo.seal_market;
delete from hippo.seal_shop;
delete from hippo.seal_seller;
delete from hippo.seal_safe;
delete from hippo.seal_tax;
delete from hippo.seal_session;
set local session_replication_role = origin;
select isnt_empty('select * from report.proof_full()', 'lost figures are missed');
select is(hippo.figures_anew() ->> 'days', '4', 'they are counted again, from the first day on');
select is(pg_temp.figures(), :'figures', 'and are the same');
select is_empty('select * from report.proof_full()', 'the books hold again');

select * from finish();
rollback;
