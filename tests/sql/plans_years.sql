-- SPDX-License-Identifier: MIT
-- What looks back at one day reads that day, whether it has two days behind it or two years: rows that each view and each report
-- reads. tests/sql/plans.sql asks the same with more tickets; here are more rounds, sessions and sealed days, which are copies of
-- the first day's: nothing is asked of them but to be in the way.
begin;
select plan(77);
set local client_min_messages = warning;
select set_config('hippo.clock', '2026-01-02 13:00+00', false) \g /dev/null
\ir ../bench/sales/setup.sql
\ir ../bench/sales/rounds.sql
\ir ../bench/reports/history.sql
set local idle_session_timeout = 0;
set local idle_in_transaction_session_timeout = 0;

-- As many copies of the rows that a condition names, k days earlier each; p_change says what else differs in copy k.
create function pg_temp.copies(p_table regclass, p_where text, p_count integer, p_change text) returns void language plpgsql as $$
begin
    execute format('insert into %s overriding system value select (jsonb_populate_record(r, %s)).* from %s r, generate_series(1, %s) k where %s',
                   p_table, p_change, p_table, p_count, p_where);
end
$$;
create procedure pg_temp.years(p_days integer) language plpgsql as $$
declare
    v_rounds constant text := 'r.round_id <= 10000004';
    v_sealed constant text := 'r.day = ''2026-01-02''';
    v_id constant text := 'jsonb_build_object(''round_id'', r.round_id - 4 * k)';
    v_day constant text := 'jsonb_build_object(''day'', r.day - k)';
    v_table regclass;
begin
    alter table hippo.round drop constraint round_id_range; -- they come before the first
    set local session_replication_role = replica;
    perform pg_temp.copies('hippo.round', v_rounds, p_days, v_id || ' || jsonb_build_object(''chain_index'', 1000 + r.chain_index + 4 * k, '
        '''opened_at'', r.opened_at - k * ''1 day''::interval, ''closes_at'', r.closes_at - k * ''1 day''::interval)');
    perform pg_temp.copies('hippo.round_day', v_rounds, p_days, v_id || ' || ' || v_day);
    foreach v_table in array '{hippo.round_terms,hippo.round_runner,hippo.round_totals}'::regclass[] loop
        perform pg_temp.copies(v_table, v_rounds, p_days, v_id);
    end loop;
    perform pg_temp.copies('hippo.till_session', 'r.state = ''closed'' and r.opened_at < ''2026-01-03''', p_days,
        'jsonb_build_object(''till_session_id'', -100 * k - r.till_session_id, ''opened_seq'', r.opened_seq - 1000 * k, ''closed_seq'', '
        'r.closed_seq - 1000 * k, ''opened_at'', r.opened_at - k * ''1 day''::interval, ''closed_at'', r.closed_at - k * ''1 day''::interval)');
    perform pg_temp.copies('hippo.seal', v_sealed, p_days, v_day || ' || jsonb_build_object(''starts_at'', r.starts_at - k * ''1 day''::interval, '
        '''ends_at'', r.ends_at - k * ''1 day''::interval, ''first_round_id'', r.first_round_id - 4 * k, ''last_round_id'', r.last_round_id - 4 * k)');
    perform pg_temp.copies('hippo.seal_chain', v_sealed, p_days, v_day ||
        ' || jsonb_build_object(''after_seq'', r.after_seq - 1000 * k, ''last_seq'', r.last_seq - 1000 * k)');
    perform pg_temp.copies('hippo.seal_market', v_sealed, p_days, v_day || ' || ' || v_id);
    foreach v_table in array '{hippo.seal_account,hippo.seal_till,hippo.seal_shop,hippo.seal_seller,hippo.seal_safe}'::regclass[] loop
        perform pg_temp.copies(v_table, v_sealed, p_days, v_day);
    end loop;
    set local session_replication_role = origin;
end
$$;
-- Without settings, which a nested loop reads anew for each row: they do not grow.
create function pg_temp.rows_seen(p_table text) returns bigint language sql as $$
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_xact_user_tables
    where schemaname = 'hippo' and relname <> 'setting' and relname = coalesce(p_table, relname)
$$;
create function pg_temp.rows_read(p_statement text, p_table text default null) returns bigint language plpgsql as $$
declare
    v_before bigint := pg_temp.rows_seen(p_table);
begin
    execute format('select count(asked::text) from (%s) asked', p_statement); -- all of its columns: what nobody wants is not read
    return pg_temp.rows_seen(p_table) - v_before;
end
$$;
create function pg_temp.sign_in() returns void language sql as $$
    delete from hippo.sign_in;
    select api.login_finish(1, 'admin', 'bench', true, sha256('admin now'), null);
$$;

create temp table statement (place integer generated always as identity, text text, rows_first bigint, rows_then bigint);
-- As the reports ask: from one day to another.
insert into statement (text)
select format('select * from report.%I where day between ''2026-01-02'' and ''2026-01-03''', v.relname)
from pg_class v where v.relnamespace = 'report'::regnamespace and v.relkind = 'v'
    and exists (select from pg_attribute a where a.attrelid = v.oid and a.attname = 'day') order by 1;
insert into statement (text)
select format('select api.report(sha256(''admin now''), %L, ''2026-01-02'', ''2026-01-03'', 10000)', name)
from hippo.report_list();
insert into statement (text) values
    ('select api.day_glance(sha256(''admin now''), ''2026-01-03'')'),
    ('select api.round_list(null, 8)'),
    ('select api.round_list(10000005, 4)'),
    ('select api.round_list(null, 8, ''2026-01-03'')'),
    ('select api.winner_list(8)'),
    ('select api.round_list(null, 50, null, ''void'')'),
    ('select api.round_get(10000003), api.round_proof(10000003)'),
    ('select api.till_sessions(sha256(''admin now''), null, null, 3)'),
    ('select api.till_sessions(sha256(''admin now''), 41, null, 3)'),
    ('select api.till_sessions(sha256(''admin now''), null, null, 3, p_cashier_id => 42)'),
    ('select api.till_sessions(sha256(''admin now''), null, null, 50, p_state => ''open'')'),
    ('select api.till_sessions(sha256(''admin now''), null, null, 3, p_day => ''2026-01-03'')'),
    ('select api.till_report(sha256(''admin now''), 41, null)'),
    ('select api.till_list(sha256(''admin now''), null, null, 50)'),
    ('select api.ticket_list(sha256(''admin now''), null, ''2026-01-03'', null, null, null, 50)'),
    ('select api.audit_list(sha256(''admin now''), null, null, null, 50, p_day => ''2026-01-03'')'),
    ('select api.game_get(sha256(''admin now''))'),
    ('select scheduler.day_seal()');

call bench.history(2, 4, 25, 10);
analyze;
select pg_temp.sign_in() \g /dev/null
update statement set rows_first = pg_temp.rows_read(text);
call pg_temp.years(700);
analyze;
select pg_temp.sign_in() \g /dev/null
update statement set rows_then = pg_temp.rows_read(text);

select cmp_ok((select count(*) from hippo.round), '>', 2800::bigint, 'the history is long enough to tell');
-- 2 800 rounds may be taken for a short table; of till sessions, sealed figures, runners there are 7 000 more and up to 60 000.
select ok(rows_then <= rows_first * 1.1 + 3000, format('%s: %s rows, then %s', text, rows_first, rows_then)) from statement order by place;
select cmp_ok(pg_temp.rows_read('select * from report.proof()', 'seal_chain'), '<', 2000::bigint,
    'a proof of the open day looks up where each chain was sealed, and does not go through all seals');

select * from finish();
rollback;
