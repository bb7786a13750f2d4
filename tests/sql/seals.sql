-- SPDX-License-Identifier: MIT
-- Sealed days: what a seal keeps, that nothing changes it, that reports, balances and the proof go on from it, and that whatever
-- is tampered with in a sealed day is named.
begin;
select plan(63);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

create function pg_temp.seal() returns text language sql as $$ select scheduler.day_seal() ->> 'sealed' $$;
-- A round of one ticket on each runner at anna's till, and one of carl's; gives the number that won at anna's.
create function pg_temp.day_round() returns text language plpgsql as $$
declare
    v_round bigint := scheduler.round_open();
    v_numbers text[];
begin
    select array_agg(pg_temp.sell('anna', array['win ' || n], '{2500}') ->> 'number') into v_numbers
    from unnest('{6,7,8,9,10,54}'::integer[]) n;
    perform pg_temp.sell('carl', '{win 6,win 7}', '{2500,3000}');
    perform pg_temp.run_out(v_round);
    return (select n from unnest(v_numbers) n where pg_temp.state(n) = 'won');
end
$$;
create function pg_temp.figures() returns jsonb language sql as $$
    select jsonb_object_agg(name, rows) from (
        select 'tills' as name, jsonb_agg(t order by day, till_id) as rows from report.tills t
        union all select 'cashiers', jsonb_agg(t order by day, shop, cashier) from report.cashiers t
        union all select 'markets', jsonb_agg(t order by day, market) from report.markets t
        union all select 'shops', jsonb_agg(t order by day, shop) from report.shops t
        union all select 'round markets', jsonb_agg(t order by round_id, market) from report.round_markets t
        union all select 'fairness', jsonb_agg(t order by day, kind, name) from report.fairness t
        union all select 'daily', jsonb_agg(t order by day, till_id) from report.daily_by_till t
        union all select 'cashier days', jsonb_agg(t order by day, shop, cashier) from report.cashier_days t
        union all select 'shop days', jsonb_agg(t order by day, shop) from report.shop_days t
        union all select 'safes', jsonb_agg(t order by day, shop) from report.safes t
        union all select 'taxes', jsonb_agg(t order by day, shop) from report.taxes t
        union all select 'days', jsonb_agg(t order by day) from report.days t
        union all select 'accounts', jsonb_agg(t order by account, id) from report.accounts t where account <> 'till_cash' or balance <> 0
        union all select 'movements', jsonb_agg(t order by till_id, entry) from report.movements t
        union all select 'payouts', jsonb_agg(t order by ticket) from report.payouts t
        union all select 'voids', jsonb_agg(t order by ticket) from report.voids t
        union all select 'sessions', jsonb_agg(t order by till_session_id) from report.till_sessions t
        union all select 'ledger', jsonb_agg(t order by scope, entry) from report.ledger t where action <> 'seal') f
$$;

select pg_temp.local('2026-03-01 12:00'), pg_temp.start() \g /dev/null
select pg_temp.local('2026-03-01 12:00'), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
update hippo.house_clock set lived_at = 'infinity';
select pg_temp.open_till('anna', 1), pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3) \g /dev/null
select pg_temp.day_round() as first_winner \gset
select pg_temp.pay('anna', :'first_winner') \g /dev/null
select pg_temp.move('bert', 'deposit', 700) \g /dev/null

-- When a day is sealed ------------------------------------------------------------------------------------------------------

select pg_temp.local('2026-03-01 23:59:50') \g /dev/null
select is(pg_temp.seal(), null, 'a day that is not over is not sealed');
select scheduler.round_open() as night \gset
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as night_ticket \gset
select pg_temp.local('2026-03-02 00:00:30') \g /dev/null
select is(pg_temp.seal(), null, 'nor within a minute after its end');
select pg_temp.local('2026-03-02 00:02:00') \g /dev/null
select is(pg_temp.seal(), null, 'nor while a round of it has no result');
select is(scheduler.pulse() ->> 'sealDue', 'false', 'it is not due then');
select scheduler.round_lock(:night), scheduler.round_race(:night, 1000000, 1750) \g /dev/null
select pg_temp.local('2026-03-02 00:03:00') \g /dev/null
select pg_temp.finish(:night, 1), scheduler.round_settle(:night) \g /dev/null
select pg_temp.sign_all_in() \g /dev/null
select pg_temp.move('bert', 'deposit', 800) \g /dev/null
select pg_temp.figures() as open_figures \gset
select is(pg_temp.proof(), '', 'the books hold before');
select is(scheduler.pulse() ->> 'sealDue', 'true', 'then it is');
select is(pg_temp.seal(), '2026-03-01', 'and it is sealed');
select is(pg_temp.seal(), null, 'once');
select is(pg_temp.proof(), '', 'the proof goes on from the seal');
select is(pg_temp.figures() - 'x', :'open_figures'::jsonb, 'and no report says anything else');
select is((select last_round_id from hippo.seal), :night::bigint, 'a round is of the day on which it opened');
select is((select string_agg(format('%s:%s', scope, last_seq), ' ' order by scope) from hippo.seal_chain),
    (select string_agg(format('%s:%s', scope, seq), ' ' order by scope) from (
        select scope, max(seq) as seq from hippo.journal where at < '2026-03-02 05:00+00' group by scope) j),
    'an entry of the day on which it was written');
select is((select array_agg(day::text) from report.days), '{2026-03-01}', 'days of the house');
select is((select count(*)::integer from hippo.journal where action = 'seal' and subject = '2026-03-01'
    and after ->> 'hash' = (select encode(hash, 'hex') from hippo.seal)), 1, 'the house''s journal has its hash');

-- What comes late is of a later day -----------------------------------------------------------------------------------------

select encode(hash, 'hex') as first_hash from hippo.seal \gset
-- An entry with the time of the sealed day, committed after it.
select pg_temp.local('2026-03-01 23:59:59'), pg_temp.sign_all_in() \g /dev/null
select pg_temp.move('bert', 'deposit', 900) \g /dev/null
select pg_temp.local('2026-03-02 12:00'), pg_temp.sign_all_in() \g /dev/null
select is((select day::text from report.movements where amount = 9), '2026-03-02', 'a late entry is of the open day');
select is((select cash_in from report.tills where day = '2026-03-01' and till_id = 2), 7.00, 'the sealed day stays');
select is((select cash_in from report.tills where day = '2026-03-02' and till_id = 2), 17.00, 'the open one has it');
select is(pg_temp.proof(), '', 'the proof has nothing against it');
-- A clock that was set back over the seal opens no round of a sealed day.
select pg_temp.day_round() as second_winner \gset
select is((select max(day)::text from hippo.round_day), '2026-03-02', 'a round of the next day');
select pg_temp.pay('anna', :'second_winner') \g /dev/null
select count(*) as old_claims from hippo.claim where round_id <= :night \gset
-- The payment of a ticket of a sealed day is of the day on which it was paid.
select pg_temp.pay('carl', hippo.ticket_number(ticket_id)) from hippo.claim where round_id <= :night limit 1 \g /dev/null
select pg_temp.sell('anna', '{win 6}', '{2500}') from (select scheduler.round_open() as r) o \g /dev/null
select hippo.round_void_request(round_id, 'a test'), scheduler.round_void(round_id, pg_temp.secret(round_id))
    from hippo.round order by round_id desc limit 1 \g /dev/null
select is(pg_temp.proof(), '', 'payments and refunds of older tickets');
select pg_temp.figures() as open_figures \gset
select pg_temp.local('2026-03-05 12:00'), pg_temp.sign_all_in() \g /dev/null
select is(array[pg_temp.seal(), pg_temp.seal(), pg_temp.seal(), pg_temp.seal()], '{2026-03-02,2026-03-03,2026-03-04,NULL}',
    'days that nothing happened on are sealed too, oldest first');
select is(pg_temp.figures() - 'x', :'open_figures'::jsonb, 'no report says anything else again');
select is((select encode(hash, 'hex') from hippo.seal order by day limit 1), :'first_hash', 'the first seal is as it was');
select is(pg_temp.proof(), '', 'the open day and the seals hold');
select is_empty('select * from report.proof_full()', 'so does everything');
select is_empty('select * from report.proof_full(''2026-03-02'', ''2026-03-03'')', 'and a part of it');
select is((select array_agg(day::text order by day) from hippo.seal), '{2026-03-01,2026-03-02,2026-03-03,2026-03-04}', 'without a gap');

-- The balance of each account, counted from the root, is that from the last seal on.
select is_empty($$
    select s.account, s.id, sum(s.amount) from hippo.journal j
    cross join lateral (values (j.debit, j.debit_id, j.amount::bigint), (j.credit, j.credit_id, -j.amount::bigint)) as s (account, id, amount)
    where j.amount is not null group by 1, 2
    except
    select account::hippo.account, id, (balance * 100)::bigint from report.accounts$$, 'balances');

-- A till that has been open all the time: what it should have is what its whole session put in and took out.
select is(hippo.till_cash(s.till_session_id), (
        select sum(case when j.debit = 'till_cash' then j.amount else -j.amount end)::bigint from hippo.journal j
        where j.scope = s.till_id and 'till_cash' in (j.debit, j.credit)), format('cash of till %s', s.till_id))
from hippo.till_session s order by s.till_id;

-- The figures are lost, and counted again -----------------------------------------------------------------------------------

select md5(string_agg(line, '' order by line)) as lines from (
    select hippo.seal_lines(day) as line from hippo.seal) l \gset
set local session_replication_role = replica;
delete from hippo.seal_account;
delete from hippo.seal_till;
delete from hippo.seal_market;
delete from hippo.seal_shop;
delete from hippo.seal_seller;
delete from hippo.seal_safe;
set local session_replication_role = origin;
select isnt_empty('select * from report.proof_full()', 'lost figures are missed');
do $$ declare v_day date; begin for v_day in select day from hippo.seal order by day loop perform hippo.seal_figures(v_day); end loop; end $$;
select is((select md5(string_agg(line, '' order by line)) from (select hippo.seal_lines(day) as line from hippo.seal) l), :'lines',
    'counted again they are the same');
select is_empty('select * from report.proof_full()', 'and the seals hold');

-- Whatever is changed in a sealed day is named ------------------------------------------------------------------------------

create function pg_temp.tamper(p_statement text, p_open boolean default false) returns text language plpgsql as $$
declare
    v_found text;
begin
    set local session_replication_role = replica;
    execute p_statement;
    set local session_replication_role = origin;
    if p_open then
        select string_agg(distinct invariant, '; ') into v_found from report.proof();
    else
        select string_agg(distinct invariant, '; ') into v_found from report.proof_full('2026-03-01', '2026-03-02');
    end if;
    raise exception using errcode = 'TEST0', message = coalesce(v_found, 'nothing');
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
select alike(pg_temp.tamper(statement), '%' || want || '%', what)
from (values
    ('a stake', 'update hippo.ticket set stake = stake + 1 where round_id = 10000001', 'a ticket''s lines are on its card'),
    ('a line', 'update hippo.ticket set stakes = stakes[2:2] || stakes[1:1], prizes = prizes[2:2] || prizes[1:1], price_ids = price_ids[2:2] '
        '|| price_ids[1:1] where round_id = 10000001 and cardinality(stakes) = 2', 'the journal is as it was written'),
    ('a code', 'update hippo.ticket set code_hash = sha256(''x'') where round_id = 10000001', 'a ticket''s code is its own'),
    ('an entry', 'update hippo.journal set reason = ''x'' where scope = 2 and action = ''deposit'' and amount = 700', 'the journal is as it was written'),
    ('an amount', 'update hippo.journal set amount = 701 where scope = 2 and action = ''deposit'' and amount = 700',
        'a sealed day''s figures are what its entries and tickets say; the journal is as it was written'),
    ('an entry that is gone', 'delete from hippo.journal where scope = 2 and action = ''deposit'' and amount = 700', 'the journal is as it was written'),
    ('a ticket that is gone', 'delete from hippo.ticket where round_id = 10000001 and cardinality(stakes) = 2', 'each ticket has its one sale posting'),
    ('a ticket too many', 'insert into hippo.ticket select ticket_id + 500, round_id, till_session_id, state, copies, sold_at, closed_at, closed_scope, '
        'closed_seq, stake, prize, price_ids, stakes, prizes, code_hash from hippo.ticket where round_id = 10000001 limit 1',
        'each ticket has its one sale posting'),
    ('a state', 'update hippo.ticket set state = ''won'', prize = 1 where round_id = 10000001 and state = ''lost''', 'a settled ticket won what its winning lines pay'),
    ('a payment', 'update hippo.payment set amount = amount + 1, cash = cash + 1', 'what was paid has one payment, and nothing else has'),
    ('an order', 'update hippo.round set runner_order = runner_order[2:6] || runner_order[1] where round_id = 10000001', 'the order is the one that the secret draws'),
    ('a round that vanished', 'delete from hippo.round where round_id = 10000002', 'round numbers have no gap'),
    ('totals', 'update hippo.round_totals set stakes = stakes + 1 where round_id = 10000001', 'the published totals are the tickets'''),
    ('a variance', 'update hippo.till_session set opened_seq = opened_seq + 1 where till_id = 2', 'cash moves only while the till is open'),
    ('the day of a round', 'update hippo.round_day set day = ''2026-03-02'' where round_id = 10000001', 'a sealed day''s figures are what its entries and tickets say'),
    ('a balance', 'update hippo.seal_account set balance = balance + 1 where account = ''till_cash'' and id = 2 and day = ''2026-03-01''',
        'a sealed day is as it was sealed'),
    ('a figure', 'update hippo.seal_till set sales = sales + 1 where day = ''2026-03-01''', 'a sealed day is as it was sealed'),
    ('a head', 'update hippo.seal_chain set last_seq = last_seq - 1 where day = ''2026-03-01'' and scope = 2', 'a sealed day is as it was sealed')
) as done (what, statement, want);
select is(pg_temp.tamper(statement, true), 'the seals follow each other', what)
from (values
    ('a seal that vanished', 'delete from hippo.seal where day = ''2026-03-02'''),
    ('another content', 'update hippo.seal set content = sha256(''x'') where day = ''2026-03-01'''),
    ('another end', 'update hippo.seal set ends_at = ends_at + ''1 s'' where day = ''2026-03-01'''),
    ('all seals made anew', 'update hippo.seal s set hash = sha256(s.hash)'),
    ('another entry', 'update hippo.seal s set entry = entry + 1 where day = ''2026-03-01''')
) as done (what, statement);
select is(pg_temp.tamper('delete from hippo.seal; delete from hippo.seal_chain; delete from hippo.seal_account', true),
    'the seals follow each other', 'seals that are all gone are missed by the journal');

select throws_ok(statement, 'HP409', null, 'refused: ' || statement)
from unnest('{"update hippo.seal set sealed_at = now()","delete from hippo.seal_till"}'::text[]) statement;

-- A day that ends later ----------------------------------------------------------------------------------------------------

select pg_temp.set('day_ends_hour', 6) \g /dev/null
select pg_temp.local('2026-03-06 05:00'), pg_temp.sign_all_in() \g /dev/null
select is(hippo.house_day(hippo.clock())::text, '2026-03-05', 'the night is of the day before');
select is(hippo.day_start(), '2026-03-05 11:00+00', 'which has begun then');
select is(pg_temp.seal(), null, 'and is not over');

select * from finish();
rollback;
