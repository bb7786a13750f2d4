-- SPDX-License-Identifier: MIT
-- Tills: float, movements, X and Z, the blind count, the variance and who signs for it.
begin;
select plan(128);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null

create function pg_temp.session(p_till bigint) returns integer language sql as $$
    select max(till_session_id) from hippo.till_session where till_id = p_till
$$;

-- Opening ----------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.open_till(%L, %s, %s)', name, till, coalesce(float::text, 'null'))), want, what)
from (values ('ada', 1, 0, 'HP403 forbidden', 'an admin has no till'),
    ('olga', 1, 0, 'HP403 forbidden', 'nor has an auditor'),
    ('carl', 1, 0, 'HP403 forbidden', 'a till is its shop''s'),
    ('anna', 99, 0, 'HP404 not_found', 'a till that there is not'),
        ('anna', 1, -1, 'HP400 bad_parameter', 'a float below nothing'),
        ('anna', 1, null, 'HP400 bad_parameter', 'no float')) as bad (name, till, float, want, what);
select is(api.till_get(pg_temp.token('anna'), null)::text, null, 'without a till there is nothing to show');
select is(pg_temp.refusal('select pg_temp.move(''anna'', ''deposit'', 100)'), 'HP409 till_closed', 'and nothing to move');
select pg_temp.open_till('anna', 1, 250000)::jsonb as opened \gset
select is(:'opened'::jsonb - '{till,cashier}'::text[],
    '{"sessionId": 1, "state": "open", "openedAt": "2026-01-02T12:00:00.000Z", "float": 250000}',
    'a till opens with a counted float');
select is((debit, debit_id, credit, credit_id, amount)::text, '(till_cash,1,shop_safe,1,250000)',
    'out of the shop''s safe') from hippo.journal where action = 'till_open';
select is(pg_temp.refusal('select pg_temp.open_till(''bert'', 1)'), 'HP409 till_open', 'an open till is not opened again');
select is(pg_temp.refusal('select pg_temp.open_till(''anna'', 2)'), 'HP409 user_till_open', 'a cashier has one');
select throws_ok('insert into hippo.till_session (till_id, user_id, opened_at, opened_seq, float_minor) select '
    'till_id, 3, opened_at, 5, 0 from hippo.till_session', '23505', null, 'the table holds it too');
select pg_temp.open_till('bert', 2, 0), pg_temp.open_till('carl', 3) \g /dev/null
select is(api.me(pg_temp.token('anna')) #>> '{till,tillId}', '1', 'who signs in knows the own till');

-- Movements --------------------------------------------------------------------------------------------------------

select is((m.answer ->> 'kind', m.answer ->> 'amount', m.answer ->> 'cash')::text, format('(%s,%s,)', kind, amount), format('%s of %s', kind, amount))
from (select kind, amount, pg_temp.move('anna', kind, amount) as answer
      from (values (1, 'deposit', 50000), (2, 'withdrawal', 20000), (3, 'cash_in', 1), (4, 'cash_out', 280001),
          (5, 'supply', 100000), (6, 'drop', 40000)) as m (place, kind, amount) order by place) m;
select is(pg_temp.cash(1), 60000::bigint, 'which makes as much cash');
select is(array(select format('%s %s %s', action, debit, credit) from hippo.journal where scope = 1 and seq > 1 order by seq),
    '{deposit till_cash bank,withdrawal bank till_cash,cash_in till_cash sundry,cash_out sundry till_cash,supply '
        'till_cash shop_safe,drop shop_safe till_cash}', 'each with its other account');
select is(pg_temp.refusal('select pg_temp.move(''anna'', ''drop'', 60001)', 'available', 'amount'),
    'HP409 till_cash amount=60001', 'a till never has less than nothing');
select is(pg_temp.refusal(format('select pg_temp.move(''anna'', %L, %s)', kind, coalesce(amount::text, 'null')),
    'name'), 'HP400 bad_parameter name=' || name, what)
from (values ('gift', 100, 'kind', 'no such movement'), (null, 100, 'kind', 'no kind'),
    ('deposit', 0, 'amount', 'nothing'), ('deposit', -5, 'amount', 'a negative amount'),
    ('deposit', null, 'amount', 'no amount')) as bad (kind, amount, name, what);
select is(pg_temp.refusal('select pg_temp.move(''anna'', ''deposit'', 100, 2)'), 'HP403 forbidden', 'another cashier''s till');
select is((pg_temp.move('sam', 'deposit', 100, 2) ->> 'cash')::bigint, 100::bigint, 'a supervisor may, in the own shop');
select is(pg_temp.refusal('select pg_temp.move(''sam'', ''deposit'', 100, 3)'), 'HP403 forbidden', 'and in no other');
select is((api.till_movement(pg_temp.token('anna'), 'one-move', pg_temp.print(), null, 'deposit', 500, null,
    null)::jsonb - '{at,by,till}'::text[]),
    '{"movement": 8, "kind": "deposit", "amount": 500, "reference": null, "description": null, "approvedBy": null}', 'a movement');
select is((api.till_movement(pg_temp.token('anna'), 'one-move', pg_temp.print(), null, 'deposit', 500, null,
    null) ->> 'movement'), '8', 'asked again: the same');
select is(pg_temp.cash(1), 60500::bigint, 'once');

-- X ----------------------------------------------------------------------------------------------------------------

select scheduler.round_open() as round \gset
select array_agg(n.number) as numbers from (select pg_temp.sell('anna', array['win ' || runner],
    array[10000]) ->> 'number' as number from unnest('{6,7,8,9,10,54}'::integer[]) runner) n \gset
select pg_temp.void('anna', pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number') \g /dev/null
select pg_temp.run_out(10000001) \g /dev/null
select n as won from unnest(:'numbers'::text[]) n where pg_temp.state(n) = 'won' \gset
select pg_temp.pay('anna', :'won') \g /dev/null
select prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won') \gset
select 60500 + 60000 - :prize as expected \gset
select is(api.till_report(pg_temp.token('sam'), 1, null)::jsonb -> 'totals', jsonb_build_object('float', 250000,
    'sales', '{"count": 7, "amount": 62500}'::jsonb, 'voids', '{"count": 1, "amount": 2500}'::jsonb, 'payments',
        jsonb_build_object('count', 1, 'amount', :prize),
    'refunds', '{"count": 0, "amount": 0}'::jsonb, 'rounding', 0, 'deposits', 50500, 'withdrawals', 20000, 'cashIn', 1,
        'cashOut', 280001, 'supplies', 100000, 'drops', 40000, 'reversals', '{"count": 0, "amount": 0}'::jsonb,
    'expectedCash', :expected), 'X: what went through the till, by kind');
select is(api.till_report(pg_temp.token('anna'), null, null)::jsonb -> 'paper' ->> 'nowLocal',
    to_char(hippo.clock() at time zone 'America/Port-au-Prince', 'YYYY-MM-DD HH24:MI:SS'), 'as of now');
select is(:expected, (250000 + 62500 - 2500 - :prize + 50500 - 20000 + 1 - 280001 + 100000 - 40000),
    'float, sales, voids, payments and movements make the cash');
select is(api.till_report(pg_temp.token(name), till, null)::text is not null, sees,
    name || ' and the report of till ' || coalesce(till::text, 'own'))
from (values ('anna', null, true), ('anna', 1, true), ('bert', 1, false), ('sam', 1, true), ('sam', 3, false),
    ('olga', 1, true), ('ada', 3, true), ('olga', null, false)) as u (name, till, sees);
select is(pg_temp.refusal(format('select api.till_get(%L, 1)', pg_temp.token('bert'))), 'HP403 forbidden', 'another''s till is not shown');
select is(api.till_get(pg_temp.token('sam'), 1) #>> '{session,report}', 'X', 'to a supervisor it is');
select is((select array_agg(i ->> 'kind' order by place)
    from json_array_elements(api.till_movements(pg_temp.token('anna'), null, null, null,
    100) -> 'items') with ordinality as t (i, place)),
    '{pay,void,sale,sale,sale,sale,sale,sale,sale,deposit,drop,supply,cash_out,cash_in,withdrawal,deposit,till_open}',
        'all that moved cash, newest first');
select is(array(select i ->> 'movement' from json_array_elements(api.till_movements(pg_temp.token('anna'), null,
    'deposit', null, 1) -> 'items') i), '{8}', 'of one kind, a page');
select is(array(select i ->> 'movement' from json_array_elements(api.till_movements(pg_temp.token('anna'), null,
    'deposit', 8, 1) -> 'items') i), '{2}', 'and the next');

-- The count --------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.close_till(''anna'', %L)', counts)), 'HP400 counts', what)
from (values ('[]', 'a count is an object'), (null, 'no count'), ('{"300": 1}', 'a note that there is not'),
    ('{"1000": -1}', 'fewer than no pieces'), ('{"1000": 1.5}', 'half a note'),
    ('{"1000": "2"}', 'a word'), ('{"1000": 1e3}', 'a power'), ('{"1000": 1, "1000": 2}', 'a note counted twice')) as bad (counts, what);
select is(hippo.cash_count('{"100000": 2, "500": 3, "1": 7, "25000": 0}'), 201507::bigint, 'notes and coins add up');
select is(pg_temp.refusal('select pg_temp.close_till(''bert'', ''{}'', null, 1)'), 'HP403 forbidden', 'another''s till is not closed');
-- Within the tolerance (100.00): closed at once.
select api.till_close(pg_temp.token('anna'), 'close-one', pg_temp.print(), null,
    json_build_object('1', :expected - 700), 'a coin rolled away')::jsonb as z \gset
select is((:'z'::jsonb ->> 'report', :'z'::jsonb ->> 'state')::text, '(Z,closed)', 'a count within the tolerance closes the till');
select is((:'z'::jsonb -> 'count') - '{at,by,counts}'::text[],
    jsonb_build_object('counted', :expected - 700, 'expected', :expected, 'variance', -700),
    'with the count and the variance');
select is(:'z'::jsonb -> 'paper', jsonb_build_object('house', 'Hippodrome', 'header',
    '["Hippodrome Delmas", "Route de Delmas 33"]'::jsonb, 'currency', 'HTG', 'currencyDigits', 2, 'timeZone',
    'America/Port-au-Prince',
    'openedAtLocal', to_char(s.opened_at at time zone 'America/Port-au-Prince', 'YYYY-MM-DD HH24:MI:SS'),
        'closedAtLocal', to_char(s.closed_at at time zone 'America/Port-au-Prince', 'YYYY-MM-DD HH24:MI:SS'),
        'nowLocal', null),
    'and what its print needs, the same ever after') from hippo.till_session s where s.till_session_id = 1;
select is(:'z'::jsonb #> '{totals,expectedCash}', to_jsonb(:expected), 'Z has the numbers of X');
select is(array(select format('%s %s %s %s', action, debit, credit, amount) from hippo.journal
    where scope = 1 and action in ('short', 'over', 'close') order by seq),
    array['short variance till_cash 700', 'close shop_safe till_cash ' || :expected - 700],
        'what was short is posted, the rest goes to the safe');
select is(pg_temp.cash(1), 0::bigint, 'and the till is empty');
select is(:'z'::jsonb #>> '{journal,hash}', encode(hash, 'hex'), 'the head of the journal is on it') from hippo.journal
    where (scope, seq) = (1, (:'z'::jsonb #>> '{journal,entry}')::bigint);
select is(api.till_close(pg_temp.token('anna'), 'close-one', pg_temp.print(), null,
    json_build_object('1', :expected - 700), 'a coin rolled away')::jsonb, :'z'::jsonb, 'asked again: the same');
select is(api.till_report(pg_temp.token('anna'), 1, null)::jsonb, :'z'::jsonb, 'and the report is the same ever after');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP409 till_closed', 'a closed till sells nothing');
select is(pg_temp.refusal('select pg_temp.close_till(''anna'', ''{}'')'), 'HP409 till_closed', 'and is not closed again');
select is((select variance from report.till_sessions where till_session_id = 1), -7.00, 'the report has it, in gourdes');
select is(pg_temp.open_till('anna', 1, 0) ->> 'state', 'open', 'the till opens anew');
select is(pg_temp.cash(1), 0::bigint, 'from nothing');

-- Over the tolerance: another person.
select pg_temp.move('anna', 'deposit', 50000) \g /dev/null
select is(pg_temp.close_till('anna', '{"1000": 70}', 'found some') ->> 'state', 'counted', 'over the tolerance it waits');
select is(pg_temp.cash(1), 50000::bigint, 'nothing is posted yet');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP409 till_closed', 'nothing is sold meanwhile');
select is(pg_temp.refusal('select pg_temp.open_till(''anna'', 1)'), 'HP409 till_open', 'nor is the till opened');
select is(pg_temp.refusal(format('select api.till_verify(%L, pg_temp.key(), pg_temp.print(), %s, %L)',
    pg_temp.token(name), id, reason)), want, what)
from (values ('anna', pg_temp.session(1), 'x', 'HP403 needs_supervisor', 'a cashier does not sign for a variance'),
    ('sid', pg_temp.session(1), 'x', 'HP403 forbidden', 'nor a supervisor of another shop'),
    ('olga', pg_temp.session(1), 'x', 'HP403 forbidden', 'nor an auditor'),
    ('sam', pg_temp.session(1), ' ', 'HP400 bad_parameter', 'without a reason'),
        ('sam', 99, 'x', 'HP404 not_found', 'no such session'),
        ('sam', pg_temp.session(2), 'x', 'HP409 conflict', 'a session that is open')) as bad (name, id, reason, want,
        what);
select is(api.till_verify(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), pg_temp.session(1),
    'counted again')::jsonb ->> 'state', 'closed', 'a supervisor closes it');
select is((select (variance, closed_by, reason)::text from report.till_sessions
    where till_session_id = pg_temp.session(1)), '(200.00,sam,"counted again")', 'who, and why');
select is((debit, credit, amount)::text, '(till_cash,variance,20000)', 'what was over is posted') from hippo.journal where action = 'over';
select is(pg_temp.refusal(format('select api.till_verify(%L, pg_temp.key(), pg_temp.print(), pg_temp.session(1), '
    '''x'')', pg_temp.token('sue'))), 'HP409 conflict', 'once');

-- A supervisor's own till: another supervisor.
select pg_temp.open_till('sam', 1, 50000) \g /dev/null
select is(pg_temp.close_till('sam', '{}', 'all gone') ->> 'state', 'counted', 'a supervisor''s own variance waits too');
select is(pg_temp.refusal(format('select api.till_verify(%L, pg_temp.key(), pg_temp.print(), pg_temp.session(1), '
    '''x'')', pg_temp.token('sam'))), 'HP403 own_variance', 'nobody signs for the own variance');
select is(api.till_verify(pg_temp.token('sue'), pg_temp.key(), pg_temp.print(), pg_temp.session(1),
    'robbed')::jsonb #>> '{count,variance}', '-50000', 'another one does');
-- A till that was left open: a supervisor counts it.
select is(pg_temp.close_till('sam', '{"1": 100}', null, 2) ->> 'state', 'closed', 'a till that was left open is closed by a supervisor');
select pg_temp.open_till('bert', 2, 30000) \g /dev/null
select is(pg_temp.close_till('sue', '{}', null, 2) ->> 'state', 'counted', 'without a reason for a large variance it waits');
select is(pg_temp.refusal(format('select api.till_verify(%L, pg_temp.key(), pg_temp.print(), pg_temp.session(2), '
    '''x'')', pg_temp.token('sue'))), 'HP403 own_variance', 'and who counted does not sign');
select is(api.till_verify(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), pg_temp.session(2),
    'x')::jsonb ->> 'state', 'closed', 'somebody else does');
select pg_temp.open_till('bert', 2, 30000) \g /dev/null
select is(pg_temp.close_till('sue', '{}', 'the cashier ran away', 2) ->> 'state', 'closed',
    'with a reason the supervisor who counted somebody else''s till closes it');

-- Reports ----------------------------------------------------------------------------------------------------------

select is((select array_agg(format('%s %s %s', cashier, tickets, sales) order by cashier) from report.cashiers
    where tickets > 0), '{anna 7 625.00}', 'sales are whose they are');
select is((select sum(balance) from report.cashiers), (select sum(balance) from report.tills), 'cashiers sum to the tills');
select is((select sum(balance) from report.accounts), 0.00, 'all balances sum to nothing');
select is((select balance from report.accounts where (account, id) = ('variance', 1)), 907.00, 'the variances of the shop');
select is(api.report(pg_temp.token('olga'), 'tills', '2026-01-02', '2026-01-02', 100)::jsonb #> '{rows,0,3}',
    '"Caisse 1"', 'a report as rows');
select is(jsonb_array_length(api.report(pg_temp.token('olga'), name, '2026-01-01', '2026-01-31',
    1000)::jsonb -> 'columns') > 2, true, 'report ' || name)
from unnest('{rounds,days,runners,tickets,tills,cashiers,markets,liability,unclaimed,voids,payouts,audit,movements,'
    'proofs,shops,till_sessions,ledger}'::text[]) name;
select is(api.report(pg_temp.token('olga'), 'audit', '2026-01-02', '2026-01-02', 3)::jsonb ->> 'truncated', 'true',
    'a cut-off report says so');
select is(jsonb_array_length(api.report(pg_temp.token('olga'), 'audit', '2026-01-02', '2026-01-02',
    3)::jsonb -> 'rows'), 3, 'and is cut off there');
select is(api.report(pg_temp.token('olga'), 'tickets', '2025-01-01', '2025-01-02', 3)::jsonb -> 'rows', '[]',
    'no activity is an empty report');
select is(pg_temp.refusal(format('select api.report(%L, %L, %L, %L, %s)', pg_temp.token(who), name, f, t, n)), want, what)
from (values ('anna', 'tills', '2026-01-01', '2026-01-02', 10, 'HP403 forbidden', 'a cashier reads no reports'),
    ('sam', 'days', '2026-01-01', '2026-01-02', 10, 'HP403 forbidden', 'nor a supervisor those of the whole house'),
    ('olga', 'secrets', '2026-01-01', '2026-01-02', 10, 'HP404 not_found', 'no such report'),
        ('olga', 'accounts; drop table x', '2026-01-01', '2026-01-02', 10, 'HP404 not_found', 'nor that one'),
    ('olga', 'tills', '2026-01-03', '2026-01-02', 10, 'HP400 bad_parameter', 'from after to'),
        ('olga', 'tills', '2026-01-01', '2026-01-02', 0, 'HP400 bad_parameter', 'no rows')) as bad (who, name, f, t, n,
        want, what);
select is(pg_temp.proof(), '', 'the books hold');

select * from finish();
rollback;
