-- SPDX-License-Identifier: MIT
-- Lists find what is asked for, each thing once, and look at no more for it when the history is three times as long.
begin;
select plan(92);
set local client_min_messages = warning;
set local jit = off; -- as for the api's role
\ir lib/house.sql
\ir lib/money.sql
\ir lib/history.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
select pg_temp.open_till('anna', 1, 500000), pg_temp.open_till('bert', 2, 500000), pg_temp.open_till('carl', 3, 500000) \g /dev/null
select scheduler.round_open() as first \gset
select pg_temp.sell('anna', '{win 6}', '{7500}') ->> 'number' as rare, pg_temp.sell('bert', '{win 7}', '{2500}') ->> 'number' as other \gset
select pg_temp.run_out(:first), pg_temp.play_void() \g /dev/null
select pg_temp.play() \g /dev/null
select user_id as anna from hippo.app_user where username = 'anna' \gset
select user_id as carl from hippo.app_user where username = 'carl' \gset

-- Every page of a list, to its end.
create function pg_temp.walk(p_user text, p_filter text, p_limit integer default 100) returns text[] language plpgsql as $$
declare
    v_before text;
    v_page json;
    v_all text[] := '{}';
    v_pages integer := 0;
begin
    loop
        execute format('select api.ticket_list(pg_temp.token(%L), p_round_id => %s, p_day => %s, p_state => %s, p_till_id => %s,
            p_before => %L, p_limit => %s %s)', p_user,
            coalesce(substring(p_filter from 'round=(\d+)'), 'null'), coalesce(quote_literal(substring(p_filter from 'day=(\S+)')), 'null'),
            coalesce(quote_literal(substring(p_filter from 'state=(\w+)')), 'null'), coalesce(substring(p_filter from 'till=(\d+)'), 'null'),
            v_before, p_limit, coalesce(substring(p_filter from ',.*'), '')) into v_page;
        v_all := v_all || array(select value ->> 'number' from json_array_elements(v_page -> 'items'));
        v_before := v_page ->> 'next';
        v_pages := v_pages + 1;
        exit when v_before is null or v_pages > 1000;
    end loop;
    return v_all;
end
$$;
-- The same, by looking at every ticket.
create function pg_temp.plain(p_where text) returns text[] language plpgsql as $$
declare
    v_all text[];
begin
    execute format('select array(select hippo.ticket_number(t.ticket_id) from hippo.ticket t join hippo.till_session s using (till_session_id)
        join hippo.till k using (till_id) where %s order by t.round_id desc, t.ticket_id desc)', p_where) into v_all;
    return v_all;
end
$$;
-- How many rows have been read so far of the tables that grow; those that an index led to count for the index.
create function pg_temp.rows_read() returns bigint language sql volatile as $$
    select sum(pg_stat_get_xact_tuples_fetched(r.oid) + case when r.relkind = 'r' then pg_stat_get_xact_tuples_returned(r.oid) else 0 end)
    from pg_class r left join pg_index i on i.indexrelid = r.oid
    where coalesce(i.indrelid, r.oid) = any ('{hippo.ticket,hippo.journal,hippo.round,hippo.till_session}'::regclass[])
$$;
create function pg_temp.reads(p_statement text) returns bigint language plpgsql as $$
declare
    v_before bigint := pg_temp.rows_read();
begin
    execute p_statement;
    return pg_temp.rows_read() - v_before;
end
$$;

-- Rows read ----------------------------------------------------------------------------------------------------------------

create temp table call (place serial, who text, what text, first_size bigint, second_size bigint);
insert into call (who, what)
select who, what from unnest('{olga,sam,anna}'::text[]) who, unnest(array[
    'ticket_list(TOKEN, null, null, null, null, null, 20)', 'ticket_list(TOKEN, null, null, ''refunded'', null, null, 100)',
    'ticket_list(TOKEN, null, null, ''sold'', 1, null, 20)', 'ticket_list(TOKEN, 10000100, null, ''paid'', null, null, 20)',
    'ticket_list(TOKEN, null, ''2026-01-02'', null, null, null, 20)', 'ticket_list(TOKEN, null, ''2026-01-03'', null, 1, null, 20)',
    'ticket_list(TOKEN, null, null, null, null, null, 20, p_stake_from => 999999)',
    'ticket_list(TOKEN, null, null, null, null, null, 20, p_cashier_id => 3)', 'till_sessions(TOKEN, null, null, 20)',
    'till_sessions(TOKEN, null, null, 20, p_day => ''2026-01-02'')', 'till_movements(TOKEN, 1, ''drop'', null, 20)',
    'till_movements(TOKEN, 1, null, null, 20, p_day => ''2026-01-02'')']) what
union all
select 'olga', what from unnest(array[
    'audit_list(TOKEN, 1, ''drop'', null, 20)', 'audit_list(TOKEN, null, null, null, 20, p_day => ''2026-01-02'')']) what
union all
select 'nobody', 'round_list(null, 20)';

select pg_temp.history(150, 60) \g /dev/null
analyze hippo.ticket, hippo.round, hippo.till_session;
update call set first_size = pg_temp.reads('select api.' || replace(what, 'TOKEN', format('pg_temp.token(%L)', who)));
-- One till sells nothing now: it has older tickets than the others where a page of several of them ends.
select pg_temp.history(300, 90, '{1,3}') \g /dev/null
analyze hippo.ticket, hippo.round, hippo.till_session;
update call set second_size = pg_temp.reads('select api.' || replace(what, 'TOKEN', format('pg_temp.token(%L)', who)));
select ok(second_size <= 20000 and second_size <= first_size * 1.2 + 300,
          format('%s, %s: %s rows of 27 000 tickets, %s of 81 000', who, what, first_size, second_size)) from call order by place;

-- What is found ----------------------------------------------------------------------------------------------------------

select is(pg_temp.walk(who, filter), pg_temp.plain(filtered), format('%s, %s: each of them once, in order', who, filter))
from (values
    ('olga', 'state=voided', 't.state = ''voided'''),
    ('sam', 'state=voided', 't.state = ''voided'' and k.shop_id = 1'),
    ('anna', 'state=voided', 't.state = ''voided'' and k.till_id = 1'),
    ('olga', 'state=voided till=3', 't.state = ''voided'' and k.till_id = 3'),
    ('olga', 'state=voided , p_shop_id => 1', 't.state = ''voided'' and k.shop_id = 1'),
    ('sam', 'state=voided , p_shop_id => 120', 'false'),
    ('olga', format('state=voided , p_cashier_id => %s', :carl), format('t.state = ''voided'' and s.user_id = %s', :carl)),
    ('sam', format('state=voided , p_cashier_id => %s', :carl), 'false'),
    ('anna', format('state=voided , p_cashier_id => %s', :carl), 'false'),
    ('anna', format('state=voided , p_cashier_id => %s', :anna), format('t.state = ''voided'' and s.user_id = %s', :anna)),
    ('olga', ', p_stake_from => 2501', 't.stake > 2500'),
    ('olga', ', p_stake_to => 2500, p_prize_from => 5000, p_shop_id => 120', 't.stake <= 2500 and t.prize >= 5000 and k.shop_id = 120'),
    ('sam', ', p_prize_to => 4999, p_stake_from => 2501', 't.prize <= 4999 and t.stake > 2500 and k.shop_id = 1'),
    ('olga', 'round=10000200 state=paid', 't.round_id = 10000200 and t.state = ''paid'''),
    ('sam', 'round=10000200 state=paid', 't.round_id = 10000200 and t.state = ''paid'' and k.shop_id = 1')) as f (who, filter, filtered);
select is(pg_temp.walk('olga', format(', p_code => %L', pg_temp.code(:'rare'))), array[:'rare'], 'by its code alone');
select is(pg_temp.walk('olga', format(', p_code => %L', lower(overlay(pg_temp.code(:'rare') placing '-' from 5 for 0)))), array[:'rare'],
    'however it is typed');
select is(pg_temp.refusal(format('select api.ticket_list(pg_temp.token(%L), null, null, null, null, null, 1, p_code => ''AAAAAAAA'')', who)),
    'HP403 forbidden', who || ' may not try codes') from unnest('{sam,anna}'::text[]) who;
select is((api.ticket_list(pg_temp.token('olga'), 10000200, null, 'paid', null, null, 1, p_shop_id => 1) -> 'stats')::jsonb,
    (select jsonb_build_object('tickets', count(*), 'stake', sum(stake), 'prizes', sum(prize), 'unpaid', 0)
     from hippo.ticket t join hippo.till_session s using (till_session_id) join hippo.till k using (till_id)
     where round_id = 10000200 and t.state = 'paid' and shop_id = 1), 'totals are of what is asked for');
select is(api.ticket_list(pg_temp.token('olga'), null, '2026-01-02', null, null, null, 1) ->> 'stats', null,
    'of more than can be added up at once there are none');

select is(array(select (r ->> 'roundId')::bigint from json_array_elements(api.round_list(null, 5, p_phase => 'void') -> 'rounds') r),
    array(select round_id from hippo.round where phase = 'void' order by 1 desc), 'rounds of a phase');
select is(array(select (r ->> 'roundId')::bigint from json_array_elements(api.round_list(null, 2, '2026-01-02') -> 'rounds') r),
    array(select round_id from hippo.round where opened_at < '2026-01-03' order by 1 desc limit 2), 'and of a day');
select is(api.round_list(null, 5, '2026-01-01')::jsonb, '{"next": null, "rounds": []}', 'a day without any has none');
select is(pg_temp.refusal('select api.round_list(null, 5, p_phase => ''x'')'), 'HP400 bad_parameter', 'no such phase');

-- Films ------------------------------------------------------------------------------------------------------------------

select is(array_agg(json_array_length(value)), array_fill(30, '{6}'), 'a film has each runner''s way, to its end')
from json_array_elements(api.round_film(:first) -> 'positions');
select is(api.round_film(round_id)::text, null, 'there is none of a round ' || why)
from (values (:first + 1, 'that was void'), (1, 'that never was')) f (round_id, why);
delete from hippo.stream_event where round_id = :first and event = 'race_end';
select is(api.round_film(:first)::text, null, 'nor when a part of it is forgotten');

-- Journals ---------------------------------------------------------------------------------------------------------------

select is(hippo.journal_seq_at(0, at), (select coalesce(min(seq), 1 + (select max(seq) from hippo.journal where scope = 0))
    from hippo.journal j where scope = 0 and j.at >= t.at), format('where %s begins', t.at))
from (select distinct at from hippo.journal where scope = 0 union values ('-infinity'::timestamptz), ('infinity')) t (at)
order by t.at limit 6;
select is(jsonb_array_length(api.audit_list(pg_temp.token('olga'), null, null, null, 100, p_day => day)::jsonb -> 'items'), want, what)
from (values ('2026-01-01'::date, 0, 'nothing was done on the day before the first'),
             ('2026-01-02', (select least(count(*), 100)::integer from hippo.journal where scope = 0), 'all of it on the first')) d (day, want, what);
select is(array(select (i ->> 'entry')::bigint from json_array_elements(api.audit_list(pg_temp.token('olga'), 1, null, null, 100, :anna) -> 'items') i),
    array(select seq from hippo.journal where scope = 1 and user_id = :anna order by seq desc limit 100), 'what a user did at a till');
select is(array(select i ->> 'kind' from json_array_elements(
    api.till_movements(pg_temp.token('sam'), 1, null, null, 100, p_day => day) -> 'items') i), want, 'movements of ' || day)
from (values ('2026-01-02'::date, '{sale,till_open}'::text[]), ('2026-01-03', '{}')) d (day, want);

-- Sessions, people, places ---------------------------------------------------------------------------------------------

select is(array(select i #>> '{cashier,username}' from json_array_elements(api.till_sessions(pg_temp.token(who), null, null, 10,
    shop, cashier, state, day) -> 'items') i), want, format('%s: sessions of %s %s %s %s', who, shop, cashier, state, day))
from (values ('olga', null::bigint, null::bigint, null, null::date, '{carl,bert,anna}'::text[]), ('olga', 120, null, null, null, '{carl}'),
    ('sam', 120, null, null, null, '{}'), ('olga', null, :anna, 'open', null, '{anna}'), ('anna', null, :carl, null, null, '{}'),
    ('olga', null, null, 'closed', null, '{}'), ('olga', null, null, null, '2026-01-02', '{carl,bert,anna}'),
    ('olga', null, null, null, '2026-01-03', '{}')) s (who, shop, cashier, state, day, want);
select is(array(select i ->> 'username' from json_array_elements(api.user_list(pg_temp.token('olga'), null, 100, search, role, shop) -> 'items') i),
    want, format('users: %s %s %s', search, role, shop))
from (values (' AN', null, null::bigint, '{anna}'::text[]), ('a_na', null, null, '{}'), (null, 'supervisor', 1, '{sue,sam}')) u (search, role, shop, want);
select is(jsonb_array_length(api.shop_list(pg_temp.token('olga'), null, 10, '120')::jsonb -> 'items'), 1, 'a shop by its number');
select is((api.till_list(pg_temp.token('olga'), null, null, 10, '120-01') #>> '{items,0,tillId}'), '3', 'a till by shop and number');
select * from finish();
rollback;
