-- SPDX-License-Identifier: MIT
-- Who may do what, as one explicit list: a function or view that is not in it, or a right too many, fails here.
begin;
-- Roles that can log in, views of the reports, tables tried by every role, what no role can make; the rest.
select plan(4 + 33 + 67 * 4 + 4 + 39);

create temp view our_schema as
select oid, nspname from pg_namespace
where nspname !~ '^pg_' and nspname not in ('information_schema', 'tap');

-- Everything that is ours: what an extension brought is out of reach with its schema.
create temp view our_function as
select p.oid::regprocedure::text as name, s.nspname as schema, p.*
from pg_proc p join our_schema s on s.oid = p.pronamespace
where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');

create temp table subject (role) as
values ('public'), ('hippo_scheduler'), ('hippo_gateway'), ('hippo_api'), ('hippo_report');

create temp view actual as
select format('%s: %s %s', role, privilege, name) as permitted
from subject, (
        select 'database' as kind, current_database()::text as id, 'database' as name,
               unnest(array['CONNECT', 'CREATE', 'TEMPORARY']) as privilege
    union all
        select 'schema', nspname, 'schema ' || nspname, unnest(array['USAGE', 'CREATE']) from our_schema
    union all
        select 'relation', c.oid::regclass::text, c.oid::regclass::text,
               unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
        from pg_class c join our_schema s on s.oid = c.relnamespace where c.relkind in ('r', 'v', 'm', 'p', 'f')
    union all
        select 'sequence', c.oid::regclass::text, c.oid::regclass::text, unnest(array['USAGE', 'SELECT', 'UPDATE'])
        from pg_class c join our_schema s on s.oid = c.relnamespace where c.relkind = 'S'
    union all
        select 'function', name, name, 'EXECUTE' from our_function
    ) object
where case kind
    when 'database' then has_database_privilege(role, id, privilege)
    when 'schema' then has_schema_privilege(role, id, privilege)
    when 'relation' then has_table_privilege(role, id, privilege)
        or (privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(role, id, privilege))
    when 'sequence' then has_sequence_privilege(role, id, privilege)
    when 'function' then has_function_privilege(role, id, 'EXECUTE')
end;

create temp table expected (role, permitted) as values
    ('public', 'USAGE schema public'),

    ('hippo_scheduler', 'USAGE schema scheduler'),
    ('hippo_scheduler', 'EXECUTE scheduler.schema_version()'),
    ('hippo_scheduler', 'EXECUTE scheduler.settings_init(bigint,bigint,bigint,bigint)'),
    ('hippo_scheduler', 'EXECUTE scheduler.key_wanted()'),
    ('hippo_scheduler', 'EXECUTE scheduler.lead_take()'),
    ('hippo_scheduler', 'EXECUTE scheduler.house_look(json)'),
    ('hippo_scheduler', 'EXECUTE scheduler.house_confirm(json)'),
    ('hippo_scheduler', 'EXECUTE scheduler.state()'),
    ('hippo_scheduler', 'EXECUTE scheduler.session_open(integer,text,text,text)'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_open()'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_lock(bigint)'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_race(bigint,bigint,integer)'),
    ('hippo_scheduler', 'EXECUTE scheduler.film_publish(bigint,integer,json)'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_finish(bigint,text,integer[],integer,json)'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_settle(bigint)'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_void(bigint,text)'),
    ('hippo_scheduler', 'EXECUTE scheduler.clock_tell(bigint,bigint,bigint)'),
    ('hippo_scheduler', 'EXECUTE scheduler.round_abandon(bigint)'),
    ('hippo_scheduler', 'EXECUTE scheduler.proof_run()'),
    ('hippo_scheduler', 'EXECUTE scheduler.day_seal()'),
    ('hippo_scheduler', 'EXECUTE scheduler.pulse()'),
    ('hippo_scheduler', 'EXECUTE scheduler.signing_key(text,text)'),
    ('hippo_scheduler', 'EXECUTE scheduler.export_begin(text)'),
    ('hippo_scheduler', 'EXECUTE scheduler.export_make(bigint,text)'),
    ('hippo_scheduler', 'EXECUTE scheduler.export_part(bigint,integer)'),
    ('hippo_scheduler', 'EXECUTE scheduler.export_sign(bigint,text,text,text)'),

    ('hippo_gateway', 'USAGE schema gateway'),
    ('hippo_gateway', 'EXECUTE gateway.presence_tell(text,integer,text[],integer[])'),
    ('hippo_gateway', 'EXECUTE gateway.schema_version()'),
    ('hippo_gateway', 'EXECUTE gateway.stream_pull(text,text,bigint,integer)'),
    ('hippo_gateway', 'EXECUTE gateway.channel_authorise(bytea,text)'),
    ('hippo_gateway', 'EXECUTE gateway.stream_tops(text[])'),

    ('hippo_api', 'USAGE schema api'),
    ('hippo_api', 'EXECUTE api.schema_version()'),
    ('hippo_api', 'EXECUTE api.health(bigint)'),
    ('hippo_api', 'EXECUTE api.config()'),
    ('hippo_api', 'EXECUTE api.round_current()'),
    ('hippo_api', 'EXECUTE api.round_get(bigint)'),
    ('hippo_api', 'EXECUTE api.round_list(bigint,integer,date,text)'),
    ('hippo_api', 'EXECUTE api.round_proof(bigint)'),
    ('hippo_api', 'EXECUTE api.winner_list(integer)'),
    ('hippo_api', 'EXECUTE api.admin_bootstrap(text)'),
    ('hippo_api', 'EXECUTE api.admin_reset(text)'),
    ('hippo_api', 'EXECUTE api.admin_missing()'),
    ('hippo_api', 'EXECUTE api.approval_finish(bytea,bigint,text,text,boolean,text,text,text,bigint)'),
    ('hippo_api', 'EXECUTE api.audit_list(bytea,bigint,text,bigint,integer,bigint,date)'),
    ('hippo_api', 'EXECUTE api.card_decide(bytea,text,bytea,bigint,boolean,text)'),
    ('hippo_api', 'EXECUTE api.card_get(bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.card_list(bytea,bigint,integer)'),
    ('hippo_api', 'EXECUTE api.card_schedule_get(bytea)'),
    ('hippo_api', 'EXECUTE api.card_schedule_update(bytea,text,bytea,json,text)'),
    ('hippo_api', 'EXECUTE api.card_propose(bytea,text,bytea,text,integer,json,text)'),
    ('hippo_api', 'EXECUTE api.day_glance(bytea,date)'),
    ('hippo_api', 'EXECUTE api.display_claim(text,bytea)'),
    ('hippo_api', 'EXECUTE api.display_create(bytea,bigint,bytea,boolean)'),
    ('hippo_api', 'EXECUTE api.display_list(bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.display_revoke(bytea,text,bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.display_show(bytea,json)'),
    ('hippo_api', 'EXECUTE api.message_create(bytea,text,bytea,bigint,bigint,text,bigint)'),
    ('hippo_api', 'EXECUTE api.message_list(bytea,bigint,integer)'),
    ('hippo_api', 'EXECUTE api.message_read(bytea,text,bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.game_get(bytea)'),
    ('hippo_api', 'EXECUTE api.logo_get()'),
    ('hippo_api', 'EXECUTE api.logo_update(bytea,text,bytea,json,text)'),
    ('hippo_api', 'EXECUTE api.game_pause(bytea,text,bytea,text)'),
    ('hippo_api', 'EXECUTE api.game_resume(bytea,text,bytea,text)'),
    ('hippo_api', 'EXECUTE api.login_begin(text,text)'),
    ('hippo_api', 'EXECUTE api.login_finish(bigint,text,text,boolean,bytea,text,text)'),
    ('hippo_api', 'EXECUTE api.login_withdraw(text,text)'),
    ('hippo_api', 'EXECUTE api.logout(bytea)'),
    ('hippo_api', 'EXECUTE api.me(bytea)'),
    ('hippo_api', 'EXECUTE api.password_begin(bytea,text,bytea)'),
    ('hippo_api', 'EXECUTE api.password_finish(bytea,text,bytea,text)'),
    ('hippo_api', 'EXECUTE api.proof(bytea)'),
    ('hippo_api', 'EXECUTE api.export_create(bytea,text,bytea,date,date)'),
    ('hippo_api', 'EXECUTE api.export_list(bytea,bigint,integer)'),
    ('hippo_api', 'EXECUTE api.export_get(bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.export_file(bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.export_part(bytea,bigint,integer)'),
    ('hippo_api', 'EXECUTE api.replica_standing(bytea,json,bigint)'),
    ('hippo_api', 'EXECUTE api.replica_terms(bytea)'),
    ('hippo_api', 'EXECUTE api.report(bytea,text,date,date,integer,bigint)'),
    ('hippo_api', 'EXECUTE api.report_lines(bytea,text,date,date,bigint)'),
    ('hippo_api', 'EXECUTE api.report_from(bytea,text,date,date,integer,bigint,timestamp with time zone,text)'),
    ('hippo_api', 'EXECUTE api.report_lines_from(bytea,text,date,date,bigint,timestamp with time zone,text)'),
    ('hippo_api', 'EXECUTE api.report_list(bytea)'),
    ('hippo_api', 'EXECUTE api.commission_list(bytea,bigint,integer)'),
    ('hippo_api', 'EXECUTE api.commission_set(bytea,text,bytea,text,bigint,bigint,bigint,text,date)'),
    ('hippo_api', 'EXECUTE api.safe_move(bytea,text,bytea,bigint,text,bigint,text,text)'),
    ('hippo_api', 'EXECUTE api.tax_pay(bytea,text,bytea,bigint,bigint,text,text)'),
    ('hippo_api', 'EXECUTE api.tax_rate_list(bytea,bigint,integer)'),
    ('hippo_api', 'EXECUTE api.tax_rate_set(bytea,text,bytea,bigint,bigint,date)'),
    ('hippo_api', 'EXECUTE api.request_burn(bytea,text,bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.request_get(bytea,text,bigint)'),
    ('hippo_api', 'EXECUTE api.round_film(bigint)'),
    ('hippo_api', 'EXECUTE api.round_prices(bigint)'),
    ('hippo_api', 'EXECUTE api.clock_confirm(bytea,text,bytea,text)'),
    ('hippo_api', 'EXECUTE api.round_void(bytea,text,bytea,bigint,text)'),
    ('hippo_api', 'EXECUTE api.scan_failed(bytea,text)'),
    ('hippo_api', 'EXECUTE api.session_abandon(bytea,text,bytea,text,text)'),
    ('hippo_api', 'EXECUTE api.setting_list(bytea)'),
    ('hippo_api', 'EXECUTE api.setting_update(bytea,text,bytea,text,text,text)'),
    ('hippo_api', 'EXECUTE api.shop_create(bytea,text,bytea,bigint,text,text[])'),
    ('hippo_api', 'EXECUTE api.shop_list(bytea,bigint,integer,text)'),
    ('hippo_api', 'EXECUTE api.shop_pause(bytea,text,bytea,bigint,text)'),
    ('hippo_api', 'EXECUTE api.shop_resume(bytea,text,bytea,bigint,text)'),
    ('hippo_api', 'EXECUTE api.shop_update(bytea,text,bytea,bigint,text,text[],boolean,json,json)'),
    ('hippo_api', 'EXECUTE api.ticket_copy(bytea,text,bytea,text,text)'),
    ('hippo_api', 'EXECUTE api.ticket_get(bytea,text)'),
    ('hippo_api', 'EXECUTE api.ticket_list(bytea,bigint,date,text,bigint,text,integer,bigint,bigint,bigint,bigint,bigint,bigint,text)'),
    ('hippo_api', 'EXECUTE api.ticket_pay(bytea,text,bytea,bigint,text,text,text,text)'),
    ('hippo_api', 'EXECUTE api.ticket_peek(text,text)'),
    ('hippo_api', 'EXECUTE api.ticket_print(bytea,text)'),
    ('hippo_api', 'EXECUTE api.ticket_quote(bytea,bigint,bytea,text[],bigint[])'),
    ('hippo_api', 'EXECUTE api.ticket_sell(bytea,text,bytea,bigint,bytea,text[],bigint[])'),
    ('hippo_api', 'EXECUTE api.ticket_slip(bytea,text)'),
    ('hippo_api', 'EXECUTE api.till_papers(bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.till_papers_confirm(bytea,bigint,json)'),
    ('hippo_api', 'EXECUTE api.till_recount(bytea,text,bytea,bigint,json,text)'),
    ('hippo_api', 'EXECUTE api.till_reverse(bytea,text,bytea,bigint,bigint,bigint,text)'),
    ('hippo_api', 'EXECUTE api.till_sessions(bytea,bigint,bigint,integer,bigint,bigint,text,date)'),
    ('hippo_api', 'EXECUTE api.ticket_void(bytea,text,bytea,bigint,text,text,text,text)'),
    ('hippo_api', 'EXECUTE api.till_close(bytea,text,bytea,bigint,json,text,boolean)'),
    ('hippo_api', 'EXECUTE api.till_create(bytea,text,bytea,bigint,integer,text)'),
    ('hippo_api', 'EXECUTE api.till_get(bytea,bigint)'),
    ('hippo_api', 'EXECUTE api.till_list(bytea,bigint,bigint,integer,text)'),
    ('hippo_api', 'EXECUTE api.till_movement(bytea,text,bytea,bigint,text,bigint,text,text,text)'),
    ('hippo_api', 'EXECUTE api.till_movements(bytea,bigint,text,bigint,integer,bigint,date)'),
    ('hippo_api', 'EXECUTE api.till_open(bytea,text,bytea,bigint,bigint,bigint)'),
    ('hippo_api', 'EXECUTE api.till_report(bytea,bigint,bigint)'),
    ('hippo_api', 'EXECUTE api.till_update(bytea,text,bytea,bigint,text,boolean,json)'),
    ('hippo_api', 'EXECUTE api.till_verify(bytea,text,bytea,bigint,text,text)'),
    ('hippo_api', 'EXECUTE api.user_create(bytea,text,bytea,text,text,text,bigint,text)'),
    ('hippo_api', 'EXECUTE api.user_list(bytea,bigint,integer,text,text,bigint)'),
    ('hippo_api', 'EXECUTE api.user_password(bytea,text,bytea,bigint,text)'),
    ('hippo_api', 'EXECUTE api.user_update(bytea,text,bytea,bigint,text,text,bigint,boolean,text,json,boolean)'),

    ('hippo_report', 'USAGE schema report'),
    ('hippo_report', 'SELECT report.cashier_days'),
    ('hippo_report', 'SELECT report.commissions'),
    ('hippo_report', 'SELECT report.daily_by_till'),
    ('hippo_report', 'SELECT report.deficit_profit'),
    ('hippo_report', 'SELECT report.fairness'),
    ('hippo_report', 'SELECT report.payouts_large'),
    ('hippo_report', 'SELECT report.reprints'),
    ('hippo_report', 'SELECT report.round_markets'),
    ('hippo_report', 'SELECT report.safes'),
    ('hippo_report', 'SELECT report.seals'),
    ('hippo_report', 'SELECT report.taxes'),
    ('hippo_report', 'SELECT report.shop_days'),
    ('hippo_report', 'SELECT report.rounds'),
    ('hippo_report', 'SELECT report.round_runners'),
    ('hippo_report', 'SELECT report.runners'),
    ('hippo_report', 'SELECT report.days'),
    ('hippo_report', 'SELECT report.accounts'),
    ('hippo_report', 'SELECT report.audit'),
    ('hippo_report', 'SELECT report.cashiers'),
    ('hippo_report', 'SELECT report.ledger'),
    ('hippo_report', 'SELECT report.liability'),
    ('hippo_report', 'SELECT report.markets'),
    ('hippo_report', 'SELECT report.movements'),
    ('hippo_report', 'SELECT report.payouts'),
    ('hippo_report', 'SELECT report.proofs'),
    ('hippo_report', 'SELECT report.shops'),
    ('hippo_report', 'SELECT report.ticket_lines'),
    ('hippo_report', 'SELECT report.tickets'),
    ('hippo_report', 'SELECT report.till_sessions'),
    ('hippo_report', 'SELECT report.tills'),
    ('hippo_report', 'SELECT report.unclaimed'),
    ('hippo_report', 'SELECT report.voids'),
    ('hippo_report', 'EXECUTE report.audit_verify()'),
    ('hippo_report', 'EXECUTE report.exposure(bigint)'),
    ('hippo_report', 'EXECUTE report.proof()'),
    ('hippo_report', 'EXECUTE report.proof_full(date,date)'),
    ('hippo_report', 'EXECUTE hippo.ticket_number(bigint)'), -- a view calls its functions with the reader's rights
    ('hippo_report', 'EXECUTE hippo.places(bigint)'),
    ('hippo_report', 'EXECUTE hippo.units(numeric,integer)');
insert into expected
select role, permitted from subject, (values ('CONNECT database'), ('USAGE schema public')) as everyone (permitted)
where role <> 'public';

select set_eq('select permitted from actual', 'select format(''%s: %s'', role, permitted) from expected',
              'each role may do exactly what the list says');

-- Roles ------------------------------------------------------------------------------------------------------------

select is((rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls)::text, '(t,f,f,f,f,f)',
          rolname || ' can log in and nothing else')
from pg_roles where rolname in (select role from subject) order by rolname;
select is((rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls)::text, '(f,f,f,f,f,f)',
          'nobody logs in as hippo_owner')
from pg_roles where rolname = 'hippo_owner';
select is_empty(
    'select member::regrole::text from pg_auth_members where member::regrole::text in (select role from subject)',
    'no daemon is a member of another role');

-- Owners and functions ---------------------------------------------------------------------------------------------

select is_empty($$
    select 'schema ' || nspname from pg_namespace
    where oid in (select oid from our_schema) and nspname <> 'public' and nspowner <> 'hippo_owner'::regrole
  union all
    select c.oid::regclass::text from pg_class c join our_schema s on s.oid = c.relnamespace
    where c.relowner <> 'hippo_owner'::regrole
  union all
    select name from our_function where proowner <> 'hippo_owner'::regrole
  $$, 'hippo_owner owns every schema, table, view, sequence and function');
select is_empty($$
    select name from our_function where has_function_privilege('public', oid, 'EXECUTE')
  $$, 'no function is for everybody');
select is_empty($$
    select name from our_function
    where (prosecdef or prolang = (select oid from pg_language where lanname = 'plpgsql'))
        and coalesce(proconfig[1], '') <> 'search_path=pg_catalog, hippo, pg_temp'
  $$, 'every security definer function, and every function in plpgsql, has the fixed search_path');
select is_empty($$
    select name from our_function
    where schema in ('scheduler', 'gateway', 'api', 'report') <> prosecdef
  $$, 'the doors, and only they, run with the owner''s rights');
-- A function that says it only reads cannot write, whatever its body calls: what serves a GET is not in this list.
select set_eq($$
    select proname from our_function where schema in ('gateway', 'api', 'report') and provolatile = 'v'
  $$, regexp_split_to_array(btrim($$
        admin_bootstrap admin_reset approval_finish card_decide card_propose card_schedule_update clock_confirm commission_set display_claim display_create display_revoke
        display_show export_create game_pause game_resume login_begin login_finish login_withdraw logo_update logout message_create message_read
        password_begin password_finish presence_tell request_burn round_void safe_move scan_failed session_abandon setting_update shop_create shop_pause shop_resume
        shop_update tax_pay tax_rate_set
        ticket_copy ticket_pay ticket_quote ticket_sell ticket_void till_close till_create till_movement till_open till_papers_confirm
        till_recount till_reverse till_update till_verify user_create user_password user_update
    $$, E' \n'), '\s+'), 'what only reads says so');

-- Reports ----------------------------------------------------------------------------------------------------------

select isnt(obj_description(c.oid, 'pg_class'), null, format('view %s has a comment', c.relname))
from pg_class c where c.relnamespace = 'report'::regnamespace and c.relkind <> 'i' order by c.relname;
select is_empty($$
    select format('%s.%s', c.relname, a.attname)
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'report'::regnamespace and a.attnum > 0 and not a.attisdropped
        and col_description(c.oid, a.attnum) is null
  $$, 'every column of a report has a comment');
select is_empty($$
    select name from our_function where schema = 'report' and obj_description(oid, 'pg_proc') is null
  $$, 'every function of the reports has a comment');
select is_empty($$
    select c.relname from pg_class c join our_schema s on s.oid = c.relnamespace
    where s.nspname in ('scheduler', 'gateway', 'api') or (s.nspname = 'report' and c.relkind <> 'v')
  $$, 'doors are functions only, reports are views only');

-- Tried for real ---------------------------------------------------------------------------------------------------

create function pg_temp.attempt(p_role text, p_statement text) returns text language plpgsql as $$
begin
    perform set_config('role', p_role, true);
    begin
        execute p_statement;
    exception when others then
        perform set_config('role', 'none', true);
        return sqlstate;
    end;
    perform set_config('role', 'none', true);
    return 'done';
end
$$;

select is(
    (select string_agg(distinct pg_temp.attempt(role, format(verb, c.oid::regclass)), ' ')
     from (values ('select from %s'), ('insert into %s default values'), ('delete from %s'), ('truncate %s'),
                  ('lock %s in access share mode')) as statement (verb)),
    '42501', format('%s can do nothing to %s', role, c.oid::regclass))
from subject, pg_class c
where role <> 'public' and c.relnamespace = 'hippo'::regnamespace and c.relkind = 'r'
order by role, c.relname;

select is(
    (select string_agg(distinct pg_temp.attempt(role, statement), ' ')
     from (values ('create table public.x (i int)'), ('create table hippo.x (i int)'), ('create temp table x (i int)'),
                  ('create table report.x (i int)'), ('create schema x'), ('create role x'), ('create extension hstore'),
                  ('create function public.x() returns int language sql as ''select 1'''),
                  (format('create view %s.x as select 1', split_part(role, '_', 2))),
                  ('set session_replication_role = replica')) as try (statement)),
    '42501', role || ' can make nothing')
from subject where role <> 'public' order by role;

select is(pg_temp.attempt(role, statement), '42501', format('%s is refused: %s', role, statement))
from (values
    ('hippo_gateway', 'select scheduler.state()'), ('hippo_gateway', 'select api.health()'),
    ('hippo_gateway', 'select from report.rounds'), ('hippo_api', 'select scheduler.lead_take()'),
    ('hippo_api', 'select gateway.stream_pull(''race'', null, null, 1)'), ('hippo_api', 'select from report.rounds'),
    ('hippo_scheduler', 'select api.health()'), ('hippo_scheduler', 'select from report.rounds'),
    ('hippo_report', 'select api.health()'), ('hippo_report', 'select hippo.game_pause(''x'')'),
    ('hippo_scheduler', 'select hippo.round_void_request(1, ''x'')')
) as door (role, statement);
select is(pg_temp.attempt(role, statement), 'done', format('%s may: %s', role, statement))
from (values
    ('hippo_scheduler', 'select scheduler.schema_version()'), ('hippo_gateway', 'select gateway.schema_version()'),
    ('hippo_api', 'select api.schema_version()'), ('hippo_report', 'select * from report.rounds'),
    ('hippo_report', 'select * from report.round_runners'), ('hippo_report', 'select * from report.runners'),
    ('hippo_report', 'select * from report.days'), ('hippo_report', 'select * from report.proof()')
) as door (role, statement);

-- What comes later is private until grants.sql says otherwise.
set local role hippo_owner;
create table hippo.later (later_id bigint);
create function hippo.later_sell() returns bigint language sql as 'select 1::bigint';
create function scheduler.later_peek() returns bigint language sql security definer as 'select 1::bigint';
reset role;
select is_empty(
    $$select permitted from actual where permitted ~ 'later'$$, 'a new table or function belongs to nobody but the owner');

-- The clock --------------------------------------------------------------------------------------------------------

-- As a door does: rights of the owner, session of the caller.
create function pg_temp.clock_of_session() returns timestamptz language sql security definer
as 'select hippo.clock()';

set hippo.clock = '2001-02-03 04:05:06+00';
select is(hippo.clock(), '2001-02-03 04:05:06+00', 'a session of the owner can set the clock');
set session authorization hippo_scheduler;
select pg_temp.clock_of_session() > '2020-01-01' as is_real \gset
reset session authorization;
select ok(:'is_real', 'hippo_scheduler can not set the clock');
set session authorization hippo_gateway;
select pg_temp.clock_of_session() > '2020-01-01' as is_real, (select now_ms from gateway.stream_pull('race', null, null, 1) limit 1) \gset
reset session authorization;
select ok(:'is_real', 'hippo_gateway can not set the clock');
select ok(:now_ms > 1577836800000, 'nor does its door believe it');
set session authorization hippo_api;
select pg_temp.clock_of_session() > '2020-01-01' as is_real \gset
reset session authorization;
select ok(:'is_real', 'hippo_api can not set the clock');
set session authorization hippo_report;
select pg_temp.clock_of_session() > '2020-01-01' as is_real \gset
reset session authorization;
select ok(:'is_real', 'hippo_report can not set the clock');

set session authorization hippo_scheduler;
select scheduler.lead_take() as leads \gset
select now_ms as state_now_ms from scheduler.state() \gset
reset session authorization;
select ok(:'leads' and :state_now_ms > 1577836800000, 'the scheduler''s door does not believe the leader''s clock');
-- The leash that lead_take put on this session would cut a slow test short.
set idle_session_timeout = 0;
set idle_in_transaction_session_timeout = 0;
create role test_operator login in role hippo_owner;
set session authorization test_operator;
select hippo.clock() = '2001-02-03 04:05:06+00' as is_set \gset
reset session authorization;
select ok(:'is_set', 'an operator who is a member of hippo_owner can set the clock');
set hippo.clock = '';
select ok(abs(extract(epoch from hippo.clock() - clock_timestamp())) < 60, 'an empty setting is the database''s clock');

select * from finish();
rollback;
