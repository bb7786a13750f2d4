-- SPDX-License-Identifier: MIT
-- What looks back reads what is asked for, not the history: rows that each statement reads about one day, after two days of
-- history (2 000 tickets) and after ten. A statement that scans a table that grows with the history reads many times as many.
begin;
select plan(81);
set local client_min_messages = warning;
select set_config('hippo.clock', '2026-01-02 13:00+00', false) \g /dev/null
\ir ../bench/sales/setup.sql
\ir ../bench/sales/rounds.sql
\ir ../bench/reports/history.sql
set local idle_session_timeout = 0;
set local idle_in_transaction_session_timeout = 0;

-- Rows that a statement reads, whatever function or view reads them. Its plan is made anew, as one of a new connection is.
create function pg_temp.rows_read(p_statement text) returns bigint language plpgsql as $$
declare
    v_before bigint := (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables where schemaname = 'hippo');
    v_rows bigint;
begin
    execute format('select count(asked::text) from (%s) asked', p_statement); -- all of its columns: what nobody wants is not read
    return (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables where schemaname = 'hippo') - v_before;
end
$$;
create function pg_temp.sign_in_all() returns void language sql as $$
    select api.login_finish(1, 'admin', 'bench', true, sha256('admin now'), null),
           api.login_finish(42, 'cashier41', 'bench', true, sha256('cashier now'), null);
$$;

create temp table statement (place integer generated always as identity, text text, rows_first bigint, rows_then bigint);
insert into statement (text)
select format('select * from report.%s where day = ''2026-01-03''', v.relname)
from pg_class v where v.relnamespace = 'report'::regnamespace and v.relkind = 'v'
    and exists (select from pg_attribute a where a.attrelid = v.oid and a.attname = 'day') order by 1;
insert into statement (text)
select format('select api.report(sha256(''admin now''), %L, ''2026-01-03'', ''2026-01-03'', 10000)', name)
from hippo.report_list();
insert into statement (text)
select format('select * from api.report_lines(sha256(''admin now''), %L, ''2026-01-03'', ''2026-01-03'')', name)
from hippo.report_list() where name in ('tickets', 'tills', 'ledger', 'rounds');
-- The newest rows of all days there are.
insert into statement (text)
select format('select api.report(sha256(''admin now''), %L, ''2026-01-02'', ''2030-01-01'', 100)', name)
from unnest('{tickets,payouts,ledger}'::text[]) name;
insert into statement (text) values
    ('select * from report.rounds where round_id = 10000003'),
    ('select * from report.days where day = ''2030-01-01'''),
    ('select api.report(sha256(''admin now''), ''tills'', ''2030-01-01'', ''2030-01-01'', 100)'),
    ('select api.proof(sha256(''admin now''))'),
    ('select * from report.proof()'),
    ('select api.ticket_list(sha256(''admin now''), null, ''2026-01-03'', null, null, null, 100)'),
    ('select api.ticket_list(sha256(''cashier now''), null, null, null, null, null, 50)'),
    ('select api.audit_list(sha256(''admin now''), 41, null, 1000, 50)'),
    ('select api.till_report(sha256(''cashier now''), null, null)'),
    ('select api.till_get(sha256(''admin now''), 41)'),
    ('select api.till_movements(sha256(''cashier now''), null, null, null, 50, null)'),
    ('select hippo.day_rounds(''2026-01-03'')');

call bench.history(2, 4, 25, 10);
analyze;
select pg_temp.sign_in_all() \g /dev/null
update statement set rows_first = pg_temp.rows_read(text);
call bench.history(8, 4, 25, 10);
analyze;
select pg_temp.sign_in_all() \g /dev/null
update statement set rows_then = pg_temp.rows_read(text);

select cmp_ok((select count(*) from hippo.ticket), '=', 10000::bigint, 'the history is long enough to tell');
select is_empty('select * from report.proof_full()', 'and its books hold');
-- Tables with a row a round or a till session are read whole while they are as small as here; one with a row a ticket, of which
-- there are 8 000 more then, never is.
select ok(rows_then <= rows_first * 1.1 + 800, format('%s: %s rows, then %s', text, rows_first, rows_then)) from statement order by place;
select is((api.report(sha256('admin now'), name, '2026-01-02', '2030-01-01', 100) -> 'rows')::jsonb,
    (select jsonb_agg(row order by place)
     from jsonb_array_elements((api.report(sha256('admin now'), name, '2026-01-02', '2030-01-01', 10000) -> 'rows')::jsonb)
         with ordinality as r (row, place) where place <= 100),
    format('the newest rows of report %s are the first of all', name))
from unnest('{tickets,payouts,ledger}'::text[]) name;

select * from finish();
rollback;
