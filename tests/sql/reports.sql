-- SPDX-License-Identifier: MIT
-- Every figure of the newer reports, worked out a second time: from the tickets where the view reads the journal, from the journal
-- where it reads the tickets, over three days of a random history; and what the api makes of reports.
begin;
select plan(64);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
\ir lib/three_days.sql

select pg_temp.settle_down() \g /dev/null

-- Rates ------------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.rate(%L, %L, %L, %L, %L, %L, %L)', kind, shop, who, rate, basis, f, by_user), 'name'),
    want, what)
from (values
    ('agent', 1, null, 500, 'sales', '2026-01-02', 'ada', 'HP400 bad_parameter name=from', 'not for a day that has begun'),
    ('agent', 1, null, 500, 'sales', null, 'ada', 'HP400 bad_parameter name=from', 'not for no day'),
    ('owner', 1, null, 500, 'sales', '2026-01-03', 'ada', 'HP400 bad_parameter name=kind', 'an agent or a supervisor'),
    ('agent', 1, 'anna', 500, 'sales', '2026-01-03', 'ada', 'HP400 bad_parameter name=shopId', 'of a shop or of a person'),
    ('supervisor', null, 'sam', 500, 'sales', '2026-01-03', 'ada', 'HP400 bad_parameter name=userId', 'a supervisor''s is the shop''s'),
    ('agent', 1, null, 10001, 'sales', '2026-01-03', 'ada', 'HP400 bad_parameter name=rate', 'of all at most'),
    ('agent', 1, null, 500, 'gross', '2026-01-03', 'ada', 'HP400 bad_parameter name=basis', 'of what the house knows'),
    ('agent', 7, null, 500, 'sales', '2026-01-03', 'ada', 'HP404 not_found', 'of a shop that there is'),
    ('agent', null, 'olga', 500, 'sales', '2026-01-03', 'ada', 'HP404 not_found', 'an auditor sells nothing'),
    ('agent', 1, null, 500, 'sales', '2026-01-03', 'olga', 'HP403 forbidden', 'an auditor reads them only')
) as bad (kind, shop, who, rate, basis, f, by_user, want, what);
select is(pg_temp.rate('agent', 1, null, 1000, 'sales', '2026-01-03') ->> 'rate', '1000', 'a shop''s agents');
select is(pg_temp.rate('agent', null, 'anna', 1333, 'net', '2026-01-03') #>> '{user,username}', 'anna', 'an agent of her own');
select is(pg_temp.rate('supervisor', 1, null, 250, 'net', '2026-01-04') #>> '{shop,name}', 'Delmas', 'a shop''s supervisor');
select pg_temp.rate('agent', 120, null, 1, 'sales', '2026-01-04'), pg_temp.rate('agent', 120, null, 777, 'sales', '2026-01-04'),
    pg_temp.rate('agent', null, 'anna', null, 'net', '2026-01-04'), pg_temp.rate('agent', null, null, 450, 'sales', '2026-01-03'),
    pg_temp.rate('supervisor', null, null, 120, 'net', '2026-01-03') \g /dev/null
select is(json_array_length(api.commission_list(pg_temp.token('olga'), null, 4) -> 'items'), 4, 'a page of them');
select is((select count(*) from json_array_elements(api.commission_list(pg_temp.token('olga'),
    (api.commission_list(pg_temp.token('olga'), null, 4) ->> 'next')::bigint, 4) -> 'items')), 4::bigint, 'and the next');
select is(pg_temp.refusal('update hippo.commission_rate set rate = 0'), 'HP409 commission_rate is append-only', 'written once');

-- A random history -------------------------------------------------------------------------------------------------

select pg_temp.three_days() \g /dev/null
select is(pg_temp.proof(), '', 'the history is sound');
select is((select string_agg(distinct state::text, ' ') from hippo.ticket having count(*) > 60), 'lost paid refunded voided won', 'and has a bit of everything');

-- The same from the other side ----------------------------------------------------------------------------------------

-- Each posting of a ticket, with the day of its round and the one who sold.
create temp view posted as
select r.round_id, r.phase, (r.opened_at at time zone 'America/Port-au-Prince')::date as day, k.shop_id as shop, k.till_id,
       k.name collate "C" as till, u.username collate "C" as username, t.ticket_id, t.stake, j.action, j.amount, j.at
from hippo.journal j
join hippo.ticket t on t.ticket_id = j.ticket_id
join hippo.journal sale on sale.action = 'sale' and sale.ticket_id = j.ticket_id
join hippo.till k on k.till_id = sale.scope
join hippo.app_user u on u.user_id = sale.user_id
join hippo.round r on r.round_id = sale.credit_id
where j.amount is not null;

select results_eq('select round_id, sum(stakes), sum(prizes), sum(gross) from report.round_markets group by 1 order by 1',
    'select round_id, stakes, prizes, gross from report.rounds where phase = ''settled'' and tickets > 0 order by 1',
    'round_markets: markets add up to rounds');
select results_eq('select day, market, sum(lines)::bigint, sum(stakes), sum(prizes) from report.round_markets group by 1, 2 order by 1, 2',
    'select day, market, lines, stakes, prizes from report.markets order by 1, 2', 'and rounds to days');
select results_eq('select round_id, market, sum(stake), sum(prize) filter (where has_won) from report.ticket_lines where has_won is not null '
        'group by 1, 2 order by 1, 2',
    'select round_id, market, stakes, nullif(prizes, 0) from report.round_markets order by 1, 2', 'from the lines one by one');

select results_eq('select day, shop, stakes, prizes from report.shop_days order by 1, 2', $$
    select d.day, d.shop, coalesce(sum(j.amount) filter (where j.action = 'stakes'), 0) / 100.0,
           coalesce(sum(j.amount) filter (where j.action = 'prizes'), 0) / 100.0
    from (select distinct day, shop from report.shop_days) d
    left join hippo.journal j on j.action in ('stakes', 'prizes') and d.shop in (j.debit_id, j.credit_id)
        and (select (opened_at at time zone 'America/Port-au-Prince')::date from hippo.round
             where round_id = case j.action when 'stakes' then j.debit_id else j.credit_id end) = d.day
    group by 1, 2 order by 1, 2 $$, 'shop_days: the result is what the ledger took as revenue and promised as prizes');
select results_eq('select day, shop, tickets, sales, voids, payments, refunds from report.shop_days order by 1, 2', $$
    select d.day, d.shop,
        (select count(*) from hippo.ticket t where t.ticket_id / 100000000000 = d.shop and hippo.house_day(t.sold_at) = d.day),
        (select sum(stake) from hippo.ticket t where t.ticket_id / 100000000000 = d.shop and hippo.house_day(t.sold_at) = d.day) / 100.0,
        coalesce((select sum(stake) from hippo.ticket t join hippo.till k on k.till_id = t.closed_scope
            where k.shop_id = d.shop and t.state = 'voided' and hippo.house_day(t.closed_at) = d.day), 0) / 100.0,
        coalesce((select sum(p.amount) from hippo.payment p join hippo.ticket t using (ticket_id)
            join hippo.till_session s on s.till_session_id = p.till_session_id
            join hippo.till k using (till_id) where k.shop_id = d.shop and t.state = 'paid' and hippo.house_day(p.paid_at) = d.day), 0) / 100.0,
        coalesce((select sum(p.amount) from hippo.payment p join hippo.ticket t using (ticket_id)
            join hippo.till_session s on s.till_session_id = p.till_session_id
            join hippo.till k using (till_id) where k.shop_id = d.shop and t.state = 'refunded' and hippo.house_day(p.paid_at) = d.day), 0) / 100.0
    from (values (date '2026-01-02'), ('2026-01-03'), ('2026-01-04')) as days (day), (values (1), (120)) as shops (shop),
        lateral (select days.day, shops.shop) d order by 1, 2 $$, 'and the cash is what the tickets say');
select results_eq('select day, shop, net from report.shop_days order by 1, 2',
    'select day, shop, gross - agent_commission - supervisor_commission from report.shop_days order by 1, 2', 'net of commissions');
select results_eq('select day, shop, sum(tickets)::bigint, sum(sales), sum(stakes), sum(prizes), sum(commission) from report.cashier_days '
        'group by 1, 2 order by 1, 2',
    'select day, shop, tickets, sales, stakes, prizes, agent_commission from report.shop_days order by 1, 2',
    'cashier_days add up to shop_days');
select results_eq('select day, cashier, variance, sessions from report.cashier_days where sessions > 0 order by 1, 2', $$
    select hippo.house_day(s.opened_at), u.username,
        coalesce((select sum(case j.action when 'over' then j.amount else -j.amount end) from hippo.journal j
            where j.scope = s.till_id and j.seq between s.opened_seq and s.closed_seq and j.action in ('over', 'short')), 0) / 100.0, 1::bigint
    from hippo.till_session s join hippo.app_user u using (user_id) order by 1, 2 $$, 'over and short as they were posted');

-- The law of commissions, ticket by ticket and not by the view's own way.
create function pg_temp.rate_of(p_kind text, p_shop integer, p_user text, p_day date) returns integer language sql as $$
    select case
        when p_kind = 'supervisor' then case when p_shop = 1 and p_day >= '2026-01-04' then 250 when p_day >= '2026-01-03' then 120 end
        when p_user = 'anna' and p_day = '2026-01-03' then 1333
        when p_shop = 1 and p_day >= '2026-01-03' then 1000
        when p_shop = 120 and p_day >= '2026-01-04' then 777
        when p_shop = 120 and p_day = '2026-01-03' then 450 end
$$;
create temp view sold as
select p.day, p.shop, p.till_id, p.till, p.username, count(*) as tickets, sum(p.stake)::bigint as stakes,
       sum((select coalesce(sum(u.prize), 0) from hippo.ticket t, unnest(t.price_ids, t.prizes) as u (price_id, prize)
            where t.ticket_id = p.ticket_id and u.price_id = any ((select winning_prices from hippo.round_totals w
                                                                     where w.round_id = p.round_id)::integer[])))::bigint as prizes
from posted p
where p.action = 'sale' and p.phase = 'settled'
    and not exists (select from posted v where v.ticket_id = p.ticket_id and v.action = 'void')
group by 1, 2, 3, 4, 5;
create temp view due as
select s.*, k.kind, r.rate, r.is_net,
       floor(case when r.is_net then greatest(s.stakes - s.prizes, 0) else s.stakes end * r.rate / 10000.0) as commission
from sold s, (values ('agent' collate "C"), ('supervisor' collate "C")) as k (kind),
    lateral (select pg_temp.rate_of(k.kind, s.shop, s.username, s.day) as rate,
                    k.kind = 'supervisor' or s.username = 'anna' and s.day = '2026-01-03' as is_net) r;
select results_eq('select day, shop, till collate "C", cashier collate "C", kind, tickets, stakes, prizes, basis, rate, commission from report.commissions order by 1, 2, 3, 4, 5',
    $$ select day, shop, till, username, kind, tickets, stakes / 100.0, prizes / 100.0, case when is_net then 'net' else 'sales' end collate "C",
              rate / 100.0, commission / 100.0
       from due where rate is not null order by 1, 2, 3, 4, 5 $$, 'commissions: each sale by the rate of its day');
select ok((select count(*) > 6 and count(distinct rate) = 6 from report.commissions), 'of six rates');
select results_eq('select day, shop, till_id, tickets, sales, prizes, agent_commission, supervisor_commission, final_balance, agents collate "C" from report.daily_by_till order by 1, 2, 3',
    $$ select s.day, s.shop, s.till_id, sum(s.tickets) filter (where kind = 'agent')::bigint, sum(stakes) filter (where kind = 'agent') / 100.0,
              sum(prizes) filter (where kind = 'agent') / 100.0,
              coalesce(sum(commission) filter (where kind = 'agent'), 0) / 100.0, coalesce(sum(commission) filter (where kind = 'supervisor'), 0) / 100.0,
              (sum(stakes - prizes) filter (where kind = 'agent') - coalesce(sum(commission), 0)) / 100.0,
              string_agg(distinct username, ' ')
       from due s group by 1, 2, 3 order by 1, 2, 3 $$, 'daily_by_till: sales, prizes, agent, supervisor, what is left');
select results_eq('select day, shop, till_id, balance - supervisor_commission from report.daily_by_till order by 1, 2, 3',
    'select day, shop, till_id, final_balance from report.daily_by_till order by 1, 2, 3', 'in this order');
select results_eq('select day, agent collate "C", tickets, sales, prizes, rate, commission, net, status from report.deficit_profit order by 1, 2',
    $$ select day, username, tickets, stakes / 100.0, prizes / 100.0, rate / 100.0, coalesce(commission, 0) / 100.0,
              (stakes - prizes - coalesce(commission, 0)) / 100.0,
              case when stakes - prizes - coalesce(commission, 0) > 0 then 'profit' when stakes - prizes - coalesce(commission, 0) < 0 then 'deficit' else 'zero' end
                  collate "C"
       from due where kind = 'agent' order by 1, 2 $$, 'deficit_profit: each agent''s');
select ok((select count(distinct status) > 1 from report.deficit_profit), 'some a deficit, some a profit');

select results_eq('select distinct on (shop) shop, balance from report.safes order by shop, day desc',
    'select id::integer, balance from report.accounts where account = ''shop_safe'' order by 1', 'safes: the last balance is the ledger''s');
select results_eq('select shop, sum(change) from report.safes group by 1 order by 1',
    'select id::integer, balance from report.accounts where account = ''shop_safe'' order by 1', 'and the sum of all changes');
select is_empty('select * from report.safes where change <> from_tills - to_tills + from_bank - to_bank + corrections',
    'a change is what went in less what went out');
select results_eq('select shop, sum(to_bank - from_bank) from report.safes group by 1 order by 1',
    'select id::integer, balance from report.accounts where account = ''bank'' order by 1', 'what left for the bank is at the bank');
select results_eq('select day, shop, to_tills from report.safes order by 1, 2', $$
    select s.day, s.shop, (select sum(float) from report.till_sessions t where (t.day, t.shop) = (s.day, s.shop))
        + case s.shop when 120 then 70 else 0 end from report.safes s order by 1, 2 $$, 'floats and supplies');
select results_eq('select day, shop, from_tills, corrections from report.safes order by 1, 2', $$
    select s.day, s.shop, (select sum(counted) from report.till_sessions t where (t.day, t.shop) = (s.day, s.shop))
        + case s.shop when 1 then 10 * (s.day - date '2026-01-01') else 0 end, 0.00 from report.safes s order by 1, 2 $$, 'counts and drops');
select is((select count(*) from report.reprints), (select sum(copies) from hippo.ticket), 'reprints: as many as the tickets count');
select results_eq('select ticket, max(copy) from report.reprints group by 1 order by 1',
    'select hippo.ticket_number(ticket_id) collate "C", copies from hippo.ticket where copies > 0 order by 1', 'ticket by ticket');
select results_eq('select ticket, amount from report.payouts_large order by 1',
    'select hippo.ticket_number(ticket_id) collate "C", amount / 100.0 from hippo.payment where amount >= 20000 order by 1', 'payouts_large');
select ok((select count(*) > 3 from report.payouts_large), 'there are some');

-- Fairness -----------------------------------------------------------------------------------------------------------

create temp view round_line as
select d.day, d.round_id, x.kind, x.name, sum(l.stake) as stakes, coalesce(sum(l.prize) filter (where l.has_won), 0) as prizes, sum(l.prize * l.chance) as expected
from report.rounds d join report.ticket_lines l on l.round_id = d.round_id join report.tickets t on t.ticket = l.ticket,
    lateral (values ('card' collate "C", d.card collate "C"), ('market', l.market), ('shop', t.shop::text)) as x (kind, name)
where d.phase = 'settled' group by 1, 2, 3, 4;
select results_eq('select day, kind, name, rounds, stakes, prizes, prizes_expected, return_observed, return_expected, z, variance from report.fairness order by 1, 2, 3',
    $$ select day, kind, name, count(*), sum(stakes), sum(prizes), round(sum(expected), 2), round(sum(prizes) / sum(stakes), 4),
              round(sum(expected) / sum(stakes), 4), round(sum(prizes - expected) / sqrt(sum((prizes - expected) * (prizes - expected))), 2),
              round(sum((prizes - expected) * (prizes - expected)), 2)
       from round_line group by 1, 2, 3 order by 1, 2, 3 $$, 'fairness: from the lines one by one');
select results_eq('select day, sum(stakes), sum(prizes) from report.fairness where kind = ''market'' group by 1 order by 1',
    'select day, stakes, prizes from report.days order by 1', 'its markets are the day''s sales');
select results_eq('select day, chi_square, degrees from report.fairness where kind = ''card'' order by 1', $$
    select r.day, round(sum((w.wins - w.expected) * (w.wins - w.expected) / w.expected), 2), 5::bigint
    from (select distinct day from report.rounds) r,
        lateral (select x.number, (select count(*) from report.rounds o where o.day = r.day and o.winner_number = x.number) as wins,
                        sum(x.win_chance) as expected
                 from report.round_runners x join report.rounds o using (round_id) where o.day = r.day and o.phase = 'settled' group by 1) w
    group by 1 order by 1 $$, 'chi-square of the winners');
select ok((select bool_and(abs(z) <= sqrt(rounds) + 0.01) from report.fairness), 'few rounds alarm nobody');

-- The api --------------------------------------------------------------------------------------------------------------

create function pg_temp.report(p_name text, p_user text default 'olga', p_shop bigint default null, p_limit integer default 10000)
returns jsonb language sql as $$
    select api.report(pg_temp.token(p_user), p_name, '2026-01-01', '2026-01-31', p_limit, p_shop)::jsonb
$$;
create function pg_temp.sum_of(p_name text, p_column text) returns numeric language plpgsql as $$
declare
    v_sum numeric;
begin
    execute format('select coalesce(sum(%I), 0) from report.%I', p_column, p_name) into v_sum;
    return v_sum;
end
$$;
select is_empty($$
    select l.name, c from hippo.report_list() l, unnest(l.sums) c
    where not exists (select from hippo.report_columns(l.name) k where k.name = c and k.type in ('integer', 'decimal'))
  $$, 'what adds up is a number of the report');
select set_eq('select name from hippo.report_list()', $$
    select relname::text from pg_class where relnamespace = 'report'::regnamespace and relkind = 'v'
        and relname not in ('accounts', 'round_runners', 'ticket_lines') $$, 'every view with a day is a report');
select is_empty($$
    select l.name, c, pg_temp.report(l.name) -> 'totals' -> c, pg_temp.sum_of(l.name, c) from hippo.report_list() l, unnest(l.sums) c
    where (pg_temp.report(l.name) -> 'totals' ->> c)::numeric is distinct from pg_temp.sum_of(l.name, c)
  $$, 'totals are the sums of the views');
select is((select jsonb_agg(key) from jsonb_each(pg_temp.report('tickets', p_limit => 3)) where value = 'null'), '["shop", "totals", "because"]',
    'with rows left out there are no totals');
select is((pg_temp.report('days') ->> 'version')::integer, (select max(number) from hippo.migration), 'of which version it is');
select is_empty($$ select l.name from hippo.report_list() l where pg_temp.report(l.name) -> 'columns' <> (
    select to_jsonb(array_agg(attname order by attnum)) from pg_attribute where attrelid = format('report.%I', l.name)::regclass and attnum > 0) $$,
    'columns as the views have them');
select is(pg_temp.report('tickets', p_shop => 120) -> 'rows', (
    select jsonb_agg(row order by nth) from jsonb_array_elements(pg_temp.report('tickets') -> 'rows') with ordinality as r (row, nth)
    where row -> 3 = '120'), 'one shop''s rows');
select is(pg_temp.report('tickets', 'sid') - 'generatedAt', pg_temp.report('tickets', p_shop => 120) - 'generatedAt', 'a supervisor''s are the own shop''s');
select is(pg_temp.report('tickets', 'sid', 120) ->> 'shop', '120', 'also when asked for');
select is(pg_temp.refusal(format('select pg_temp.report(%L, %L, %L)', report, who, shop), 'name'), want, what)
from (values ('tickets', 'sid', 1, 'HP400 bad_parameter name=shop', 'not another''s'),
    ('days', 'olga', 1, 'HP400 bad_parameter name=shop', 'a day of the house has no shop')) as b (report, who, shop, want, what);
select results_eq($$ select line ->> 0, line ->> 11 from (select line, row_number() over () as n, count(*) over () as of
        from api.report_lines(pg_temp.token('olga'), 'daily_by_till', '2026-01-01', '2026-01-31') line) l where n >= of - 1 order by n $$,
    $$ values ('total', (select sum(final_balance)::text from report.daily_by_till)),
        ('end of report: daily_by_till, 2026-01-01 to 2026-01-31, all shops, ' || (select count(*) from report.daily_by_till)
         || ' rows, generated at ' || hippo.rfc3339(hippo.clock()) || ', version ' || (select max(number) from hippo.migration), null) $$, 'a file ends with its totals and of what it is');
select results_eq($$ select line ->> 0 from api.report_lines(pg_temp.token('sid'), 'tills', '2025-01-01', '2025-01-31') line $$,
    $$ values ('day'), ('aucune activité (no activity)'),
        ('end of report: tills, 2025-01-01 to 2025-01-31, shop 120, 0 rows, generated at ' || hippo.rfc3339(hippo.clock()) || ', version ' || (select max(number) from hippo.migration)) $$,
    'or that nothing happened');

-- A day that is sealed says what it said before.
create temp table before as select name, pg_temp.report(name) -> 'rows' as rows from hippo.report_list();
select pg_temp.at(4 * 86400000) \g /dev/null
select is(array(select scheduler.day_seal() ->> 'sealed' from generate_series(1, 3)), '{2026-01-02,2026-01-03,2026-01-04}', 'sealed');
select is_empty($$ select name from before
    where name not in ('unclaimed', 'audit', 'proofs', 'seals') and rows <> pg_temp.report(name) -> 'rows' $$, 'what is sealed says what it said before');

create or replace function hippo.report_rows_max() returns integer language sql immutable as 'select 3';
select is(pg_temp.refusal(format('select api.report_lines(%L, ''tickets'', ''2026-01-01'', ''2026-01-31'')', pg_temp.token('olga')), 'max'),
    'HP413 report_too_long max=3', 'a file that is too long is none');
select is((select count(*) from api.report_lines(pg_temp.token('olga'), 'days', '2026-01-01', '2026-01-31')), 6::bigint, 'of as many as may be, it is one');
select is((select jsonb_agg(i -> 'report') from jsonb_array_elements(api.report_list(pg_temp.token('sam'))::jsonb -> 'items') i),
    (select jsonb_agg(name order by nth) from hippo.report_list() with ordinality as l (name, is_of_shop, place, sums, nth) where is_of_shop),
    'a supervisor is told of what she may read');

select * from finish();
rollback;
