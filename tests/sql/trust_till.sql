-- SPDX-License-Identifier: MIT
-- Mistakes at a till that are put right: recounts, reversals, corrections after the close; tills that an admin closes; and
-- what a
-- supervisor reads of the own shop.
begin;
select plan(169);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.session(p_till bigint) returns integer language sql as $$
    select max(till_session_id) from hippo.till_session where till_id = p_till
$$;
create function pg_temp.recount(p_user text, p_session bigint, p_counts json, p_reason text default 'typed wrong')
returns json language sql as $$
    select api.till_recount(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_session, p_counts, p_reason)
$$;
create function pg_temp.reverse(p_user text, p_till bigint, p_movement bigint, p_amount bigint default null,
    p_reason text default 'typed wrong')
returns json language sql as $$
    select api.till_reverse(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_till, p_movement, p_amount, p_reason)
$$;
create function pg_temp.verify(p_user text, p_till bigint) returns json language sql as $$
    select api.till_verify(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), pg_temp.session(p_till), 'seen')
$$;
create function pg_temp.last(p_till bigint, p_action text) returns bigint language sql volatile as $$
    select max(seq) from hippo.journal where scope = p_till and action = p_action
$$;
create function pg_temp.postings(p_till bigint, p_after bigint) returns text[] language sql stable as $$
    select array_agg(format('%s %s %s %s', action, debit, credit, amount) order by seq)
    from hippo.journal where scope = p_till and seq > p_after and amount is not null
$$;

-- A recount while the session waits --------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.recount(''sam'', %s, ''{}'')', pg_temp.session(1))), 'HP409 till_open',
    'an open till is counted by its close');
-- 1 000.00 in the till; 5 typed for 50 notes of 25.00 … and the rest of it in hundreds is missing, too.
select is(pg_temp.close_till('anna', '{"2500": 4}', 'short?') ->> 'state', 'counted',
    '4 typed for 40 notes: far over the tolerance, it waits');
select is(pg_temp.refusal(format('select pg_temp.recount(%L, %s, %L, %L)', who, session, counts, reason)), want, what)
from (values ('bert', pg_temp.session(1), '{"2500": 40}', 'x', 'HP403 forbidden', 'another cashier does not count it'),
    ('sid', pg_temp.session(1), '{"2500": 40}', 'x', 'HP403 forbidden', 'nor a supervisor of another shop'),
    ('olga', pg_temp.session(1), '{"2500": 40}', 'x', 'HP403 forbidden', 'nor an auditor'),
    ('anna', 999, '{"2500": 40}', 'x', 'HP404 not_found', 'no such session'),
    ('anna', pg_temp.session(1), '{"2501": 40}', 'x', 'HP400 counts', 'a note that there is not'),
    ('anna', pg_temp.session(1), '{"2500": 40}', ' ', 'HP400 bad_parameter', 'no reason')) as bad (who, session, counts, reason,
        want, what);
select pg_temp.recount('anna', pg_temp.session(1), '{"2500": 40}')::jsonb as again \gset
select is(:'again'::jsonb #>> '{count,variance}', '0', 'the cashier''s own second count is taken');
select is(:'again'::jsonb ->> 'state', 'counted', 'but it closes nothing: what should be there was known by then');
select is((before ->> 'counted', after ->> 'counted', reason)::text, '(10000,100000,"typed wrong")',
    'both counts are on record')
from hippo.journal where scope = 1 and action = 'recount';
select is((before ->> 'counts')::jsonb, '{"2500": 4}', 'note by note') from hippo.journal where scope = 1
    and action = 'recount';
select is(pg_temp.cash(1), 100000::bigint, 'nothing is posted yet');
select is(pg_temp.refusal('select pg_temp.verify(''anna'', 1)'),
    'HP403 needs_supervisor', 'nor does the cashier sign');
select is(pg_temp.verify('sam', 1)::jsonb #>> '{count,variance}', '0',
    'a supervisor does, and nothing is short');
select is(pg_temp.postings(1, pg_temp.last(1, 'recount')), '{close shop_safe till_cash 100000}', 'all of it goes to the safe');

select is(pg_temp.refusal(format('select pg_temp.recount(''sam'', %s, ''{}'')', pg_temp.session(1))), 'HP403 own_variance',
    'and who signed corrects nothing');
select is(pg_temp.close_till('bert', '{}') ->> 'state', 'counted', 'another till waits');
select is(pg_temp.recount('sue', pg_temp.session(2), '{"100000": 1}') ->> 'state', 'closed',
    'a second person''s count closes at once');
select is((select closed_by from hippo.till_session where till_session_id = pg_temp.session(2)),
    (select user_id from hippo.app_user where username = 'sue'), 'and signs');
select pg_temp.open_till('bert', 2), pg_temp.close_till('sue', '{}', null, 2) \g /dev/null
select is(pg_temp.recount('sue', pg_temp.session(2), '{"100000": 1}') ->> 'state', 'counted', 'but not of who counted before');
select is(pg_temp.refusal('select pg_temp.verify(''sue'', 2)'),
    'HP403 own_variance', 'who does not sign for it either');
select is(pg_temp.recount('ada', pg_temp.session(2), '{"100000": 1}') ->> 'state', 'closed', 'an admin does');
select is(pg_temp.refusal(format('select pg_temp.recount(%L, %s, ''{}'')', who, pg_temp.session(2))), 'HP403 ' || want, what)
from (values ('bert', 'own_variance', 'after the close the cashier corrects nothing'), ('ada', 'own_variance',
    'nor who closed'),
    ('sid', 'forbidden', 'nor another shop''s supervisor')) as w (who, want, what);

-- A count that was wrong, found after the close --------------------------------------------------------------------

select pg_temp.open_till('bert', 2, 100000) \g /dev/null
select is(pg_temp.close_till('bert', '{"2500": 36}')::jsonb #>> '{count,variance}', '-10000',
    '36 typed for 40 notes: within the tolerance, it closes');
select api.till_report(pg_temp.token('sam'), 2, null)::jsonb as z \gset
select is(:'z'::jsonb -> 'correction', 'null'::jsonb, 'no correction yet');
select is(pg_temp.refusal(format('select pg_temp.recount(''sam'', %s, ''{"2500": 36}'')', pg_temp.session(2))),
    'HP409 same_count', 'the same count corrects nothing');
select pg_temp.recount('sam', pg_temp.session(2), '{"2500": 40}', 'found in the bag')::jsonb as corrected \gset
select is(:'corrected'::jsonb - 'correction', :'z'::jsonb - 'correction', 'the report stands');
select is((:'corrected'::jsonb -> 'correction') - '{at,by,entry}'::text[],
    '{"counted": 100000, "variance": 0, "counts": {"2500": 40}, "reason": "found in the bag"}', 'with the correction below it');
select is(:'corrected'::jsonb #>> '{correction,by,username}', 'sam', 'and who made it');
select is(pg_temp.postings(2, pg_temp.last(2, 'close')), '{count_correction shop_safe variance 10000}',
    'one entry puts safe and variance right');
select is((select balance from report.accounts where (account, id) = ('variance', 1)), 0.00, 'the shop''s variance is nothing');
select is(pg_temp.refusal(format('select pg_temp.recount(%L, %s, ''{}'')', 'sue', pg_temp.session(2))),
    'HP409 already_corrected', 'once');
select is((select (counted, variance, corrected)::text from report.till_sessions where till_session_id = pg_temp.session(2)),
    '(900.00,-100.00,1000.00)', 'the report has both');
select is((select sum(variance) from report.tills where till_id = 2), 0.00, 'and the day''s variance is the true one');
select pg_temp.open_till('bert', 2, 100000), pg_temp.close_till('bert', '{"2500": 40}') \g /dev/null
select is(pg_temp.recount('sue', pg_temp.session(2), '{"2500": 39}')::jsonb #>> '{correction,variance}', '-2500',
    'a note too many can be corrected as well');
select is(pg_temp.postings(2, pg_temp.last(2, 'close')), '{count_correction variance shop_safe 2500}', 'the other way round');
select pg_temp.open_till('bert', 2, 10000) \g /dev/null
select pg_temp.close_till('bert', '{"2500": 4}') \g /dev/null
select api.till_recount(pg_temp.token('sam'), 'recount-one', pg_temp.print(), pg_temp.session(2), '{"2500": 3}',
    'x') \g /dev/null
select is(api.till_recount(pg_temp.token('sam'), 'recount-one', pg_temp.print(), pg_temp.session(2), '{"2500": 3}',
    'x')::jsonb #>> '{correction,counted}',
    '7500', 'asked again: the same answer');
select is((select count(*) from hippo.journal where action = 'count_correction' and subject = pg_temp.session(2)::text),
    1::bigint, 'and once');
select is(pg_temp.proof(), '', 'the books hold');

-- Reversals --------------------------------------------------------------------------------------------------------

select pg_temp.open_till('anna', 1, 100000) \g /dev/null
select is((pg_temp.move('anna', 'deposit', 500) ->> 'movement')::bigint, pg_temp.last(1, 'deposit'), '5.00 typed for 50.00');
select pg_temp.last(1, 'deposit') as wrong \gset
select is(pg_temp.refusal(format('select pg_temp.reverse(%L, %s, %s, %L, %L)', who, till, movement, amount, reason)), want,
    what)
from (values ('anna', 1, :wrong, 5000, 'x', 'HP403 forbidden', 'a cashier reverses nothing'),
    ('olga', 1, :wrong, 5000, 'x', 'HP403 forbidden', 'nor an auditor'),
    ('sid', 1, :wrong, 5000, 'x', 'HP403 forbidden', 'nor a supervisor of another shop'),
    ('sam', 99, :wrong, 5000, 'x', 'HP404 not_found', 'no such till'),
    ('sam', 1, 9999, 5000, 'x', 'HP404 not_found', 'no such movement'),
    ('sam', 1, :wrong, 0, 'x', 'HP400 bad_parameter', 'no amount'),
    ('sam', 1, :wrong, -1, 'x', 'HP400 bad_parameter', 'a negative one'),
    ('sam', 1, :wrong, 5000, ' ', 'HP400 bad_parameter', 'no reason'),
    ('sam', 1, 1, 5000, 'x', 'HP409 till_closed', 'a movement of a session that is closed'),
    ('sam', 1, pg_temp.last(1, 'close'), 5000, 'x', 'HP409 not_reversible', 'what is no movement')) as bad (who, till, movement,
    amount, reason, want, what);
select pg_temp.reverse('sam', 1, :wrong, 5000)::jsonb as done \gset
select is(:'done'::jsonb - '{at,by,till}'::text[], jsonb_build_object('movement', :wrong + 2, 'reverses', :wrong, 'kind',
    'reversal',
    'amount', 500, 'reference', 'R-1', 'description', 'typed wrong', 'cash', 105000,
    'corrected', jsonb_build_object('movement', :wrong + 1, 'kind', 'deposit', 'amount', 5000)), 'a reversal says what it did');
select is(pg_temp.postings(1, :wrong), '{deposit till_cash bank 5000,reversal bank till_cash 500}',
    'each an entry of its own, the right one first');
select is((subject, user_id)::text, format('(R-1,%s)', (select user_id from hippo.app_user where username = 'sam')),
    'the right one keeps the document')
from hippo.journal where scope = 1 and seq = :wrong + 1;
select is(pg_temp.refusal(format('select pg_temp.reverse(''sue'', 1, %s)', :wrong)), 'HP409 already_reversed', 'once');
select is(pg_temp.refusal(format('select pg_temp.reverse(''sue'', 1, %s)', :wrong + 2)), 'HP409 not_reversible',
    'and a reversal is not reversed');
select is((select (i ->> 'reverses', i ->> 'reference')::text from json_array_elements(
    api.till_movements(pg_temp.token('sam'), 1, 'reversal', null, 1) -> 'items') i), format('(%s,)', :wrong),
        'the list points at what it undoes');
select is(api.till_report(pg_temp.token('sam'), 1, null)::jsonb #> '{totals,reversals}', '{"count": 1, "amount": -500}',
    'the report shows it');
select pg_temp.move('anna', 'cash_out', 30000), pg_temp.last(1, 'cash_out') as paid \gset
select is(pg_temp.reverse('sue', 1, :paid, 3000)::jsonb ->> 'cash', '102000',
    'what went out comes back, and what really did goes');
select is(pg_temp.postings(1, :paid), '{reversal till_cash sundry 30000,cash_out sundry till_cash 3000}',
    'in before out: never less than nothing between');
select is(pg_temp.reverse('ada', 1, pg_temp.last(1, 'till_open'))::jsonb #>> '{corrected}', null,
    'an admin reverses a float; nothing is put in its place');
select is(pg_temp.cash(1), 2000::bigint, 'it has gone back to the safe');
select is((debit, credit, amount)::text, '(shop_safe,till_cash,100000)', 'as it came') from hippo.journal where scope = 1
    and seq = pg_temp.last(1, 'reversal');
select pg_temp.move('sam', 'supply', 700, 1) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.reverse(''sam'', 1, %s)', pg_temp.last(1, 'supply'))), 'HP403 own_movement',
    'nobody reverses what they made');
select pg_temp.move('anna', 'drop', 2600) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.reverse(''sue'', 1, %s)', pg_temp.last(1, 'supply')), 'available'),
    'HP409 till_cash',
    'cash that has left the till cannot be reversed');
select is(pg_temp.reverse('sue', 1, pg_temp.last(1, 'supply'), 650)::jsonb ->> 'cash', '50', 'a smaller mistake can');
-- A float typed wrong, and the right one: 50.00 for 500.00
select pg_temp.open_till('sam', 2, 5000) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.reverse(''sam'', 2, %s, 50000)', pg_temp.last(2, 'till_open'))),
    'HP403 own_movement', 'a supervisor''s own float');
select is(pg_temp.reverse('sue', 2, pg_temp.last(2, 'till_open'), 50000)::jsonb -> 'corrected' ->> 'kind', 'supply',
    'another one corrects it');
select pg_temp.move('sue', 'supply', 1000, 2) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.reverse(''sam'', 2, %s)', pg_temp.last(2, 'supply'))), 'HP403 own_movement',
    'who has the till reverses nothing in it');
-- Found by the count: the session waits, and the mistake is put right then.
select pg_temp.move('sam', 'drop', 20000) \g /dev/null
select is(pg_temp.close_till('sam', '{"1000": 49}')::jsonb #>> '{count,variance}', '18000',
    'the count finds a drop of 20.00 that was typed as 200.00');
select is(pg_temp.reverse('sue', 2, pg_temp.last(2, 'drop'), 2000) ->> 'cash', '49000',
    'it is reversed while the session waits');
select is(api.till_report(pg_temp.token('sue'), 2, null)::jsonb #>> '{count,variance}', '0',
    'and what should be there is another');
select is(api.till_report(pg_temp.token('sue'), 2, null) ->> 'state', 'counted', 'which closes nothing by itself');
select is(pg_temp.proof(), '', 'the books hold meanwhile');
select is(pg_temp.verify('sue', 2)::jsonb #>> '{count,variance}', '0', 'the session closes without a variance');
select is(pg_temp.refusal(format('select pg_temp.reverse(''sue'', 2, %s)', pg_temp.last(2, 'supply'))), 'HP409 till_closed',
    'after the close movements stand');
select is((select (totals ->> 'float')::bigint + (totals ->> 'supplies')::bigint - (totals ->> 'drops')::bigint
        + (totals #>> '{reversals,amount}')::bigint - (totals ->> 'expectedCash')::bigint
    from (select api.till_report(pg_temp.token('sue'), 2, null)::jsonb -> 'totals') t (totals)), 0::bigint,
    'float, movements and reversals make the cash');
select is((select (cash_in, cash_out)::text from report.tills where till_id = 2), '(460.00,20.00)',
    'the day''s report has what really moved');
select is(pg_temp.cash(1), 50::bigint, 'the other till is as it was');
select is(pg_temp.close_till('anna', '{"50": 1}') ->> 'state', 'closed', 'and closes');
select is(pg_temp.proof(), '', 'the books hold');

-- The books find what did not come through these doors -------------------------------------------------------------

create function pg_temp.forged(p_statement text) returns text language plpgsql as $$
declare
    v_found text;
begin
    set local session_replication_role = replica;
    execute p_statement;
    set local session_replication_role = origin;
    select string_agg(distinct left(invariant, 17), '; ') into v_found from hippo.proof_corrections(null, null);
    raise exception 'undo' using errcode = 'P0001', detail = coalesce(v_found, 'nothing');
exception when sqlstate 'P0001' then
    get stacked diagnostics v_found = pg_exception_detail;
    return v_found;
end
$$;
select is(pg_temp.forged(statement), want, 'the proof names ' || what)
from (values
    ('update hippo.journal set amount = amount + 1 where scope = 1 and action = ''reversal''', 'a reversal undoes',
        'a reversal of another amount'),
    ('update hippo.journal set credit = ''sundry'' where scope = 1 and action = ''reversal'' and credit = ''till_cash''',
        'a reversal undoes', 'one of another account'),
    ('update hippo.journal set subject = ''2'' where scope = 1 and action = ''reversal''', 'a reversal undoes',
        'one of another entry'),
    ('update hippo.journal set subject = ''x'' where scope = 1 and action = ''reversal''', 'a reversal undoes',
        'one of no entry'),
    ('update hippo.journal j set user_id = (select user_id from hippo.app_user where username = ''anna'') where scope = 1 '
        'and action = ''reversal''', 'a reversal undoes', 'one by who has the till'),
    ('insert into hippo.journal select scope, seq + 1000, at, user_id, action, ticket_id, subject, debit, debit_id, credit, credit_id, '
        'amount, null, null, address, before, after, reason, hash from hippo.journal where scope = 1 and action = ''reversal'' limit 1',
        'a reversal undoes', 'a second one'),
    ('update hippo.till_session set closed_seq = closed_seq + 2000 where till_id = 1; insert into hippo.journal select scope, seq + 1000, '
        'at, user_id, action, ticket_id, subject, debit, debit_id, credit, credit_id, amount, null, null, address, before, after, '
        'reason, hash from hippo.journal where scope = 1 and action = ''reversal'' limit 1', 'a reversal undoes',
            'a second one in time'),
    ('update hippo.journal j set user_id = (select user_id from hippo.app_user where username = ''anna'') where scope = 1 '
        'and action = ''reversal'' and subject = (select max(seq)::text from hippo.journal where scope = 1 and action = ''supply'' '
        'and reason = ''a test'')', 'a reversal undoes', 'one of another''s movement by who has the till'),
    ('update hippo.till_session set corrected_minor = corrected_minor + 1 where corrected_minor is not null',
        'a corrected count', 'a correction of another amount'),
    ('update hippo.till_session set corrected_minor = null, corrected_seq = null', 'a corrected count',
        'a posting without its correction'),
    ('update hippo.journal set user_id = (select user_id from hippo.app_user where username = ''bert'') '
        'where action = ''count_correction''', 'a corrected count', 'a correction by who had the till')) as f (statement, want,
            what);

-- An account that was taken in hand meanwhile is no second person ----------------------------------------------------

select pg_temp.open_till('anna', 1, 5000), pg_temp.move('anna', 'deposit', 500) \g /dev/null
update hippo.app_user set rights_at = hippo.clock(), rights_by = (select user_id from hippo.app_user where username = 'ada')
where username = 'sue';
select is(pg_temp.refusal(format('select pg_temp.reverse(''sue'', 1, %s)', pg_temp.last(1, 'deposit'))), 'HP403 rights_too_new',
    'an account that was unblocked since the till opened reverses nothing in it');
select is(pg_temp.close_till('anna', '{}') ->> 'state', 'closed', 'within the tolerance the till closes');
select is(pg_temp.refusal(format('select pg_temp.recount(''sue'', %s, ''{"500": 1}'')', pg_temp.session(1))),
    'HP403 rights_too_new',
    'nor does it correct its count');
select pg_temp.open_till('anna', 1, 50000), pg_temp.close_till('anna', '{}') \g /dev/null
update hippo.app_user set rights_at = hippo.clock(), rights_by = (select user_id from hippo.app_user where username = 'sue')
where username = 'anna';
update hippo.app_user set rights_at = '-infinity' where username = 'sue';
select is(pg_temp.refusal(format('select pg_temp.recount(''sue'', %s, ''{"500": 1}'')', pg_temp.session(1))),
    'HP403 same_person',
    'nor does who unblocked the cashier count the till for good');
select pg_temp.recount('sam', pg_temp.session(1), '{"500": 100}') \g /dev/null

-- A shop whose one supervisor also sells: an admin closes and signs ------------------------------------------------

select pg_temp.close_till('carl', '{"1": 100000}'), pg_temp.open_till('sid', 3, 100000) \g /dev/null
select is(pg_temp.close_till('sid', '{}', 'gone') ->> 'state', 'counted', 'the supervisor''s own till waits');
select is(pg_temp.refusal('select pg_temp.verify(''sid'', 3)'), 'HP403 own_variance', 'and the shop has nobody else');
select is(pg_temp.recount('ada', pg_temp.session(3), '{"1": 1}') ->> 'state', 'closed', 'an admin counts it');
select pg_temp.open_till('sid', 3, 100000) \g /dev/null
select pg_temp.close_till('sid', '{}', 'gone') \g /dev/null
select is(pg_temp.verify('ada', 3) ->> 'state', 'closed', 'or signs');
select pg_temp.open_till('sid', 3, 100000) \g /dev/null
select is(pg_temp.refusal('select pg_temp.close_till(''ada'', ''{"1": 100000}'')'), 'HP409 till_closed',
    'an admin has no till of its own');
select is(api.till_get(pg_temp.token('ada'), 3)::jsonb #>> '{session,cashier,username}', 'sid', 'an admin sees a till');
select is(pg_temp.close_till('ada', '{}', null, 3) ->> 'state', 'counted',
    'and counts it; without a reason for a large variance it waits');
select is(pg_temp.refusal('select pg_temp.verify(''ada'', 3)'), 'HP403 own_variance', 'and who counted does not sign');
select is(pg_temp.verify('abe', 3) ->> 'state', 'closed', 'another admin does');
select pg_temp.open_till('sid', 3, 100000) \g /dev/null
select is(pg_temp.close_till('ada', '{}', 'the shop burnt down', 3) ->> 'state', 'closed', 'with a reason it closes at once');
select is(pg_temp.refusal(format('select %s', call)), 'HP403 forbidden', 'an admin does not ' || what)
from (values ('pg_temp.move(''ada'', ''deposit'', 100, 3)', 'move cash'), ('pg_temp.open_till(''ada'', 3)', 'open a till'))
    as c (call, what);

-- Sessions, and reports of the own shop ----------------------------------------------------------------------------

create function pg_temp.sessions(p_user text, p_till bigint default null, p_before bigint default null,
    p_limit integer default 100)
returns jsonb language sql as $$
    select api.till_sessions(pg_temp.token(p_user), p_till, p_before, p_limit)::jsonb
$$;
select is(array(select distinct i #>> '{till,shop,shopId}'
    from jsonb_array_elements(pg_temp.sessions(who) -> 'items') i order by 1), want,
    format('%s sees the sessions of %s', who, want))
from (values ('sam', '{1}'::text[]), ('sid', '{120}'), ('olga', '{1,120}'), ('ada', '{1,120}'), ('carl', '{120}')) as w (who,
    want);
select is(array(select distinct i #>> '{cashier,username}' from jsonb_array_elements(pg_temp.sessions('bert') -> 'items') i),
    '{bert}',
    'a cashier sees the own ones');
select is(pg_temp.sessions('sam', 3), '{"items": [], "next": null}', 'a till of another shop has none to show');
select is(jsonb_array_length(pg_temp.sessions('sam', 2) -> 'items'),
    (select count(*)::integer from hippo.till_session where till_id = 2), 'a till''s');
select is(pg_temp.sessions('sam', 2, null, 1) ->> 'next', pg_temp.session(2)::text, 'a page');
select is((pg_temp.sessions('sam', 2, pg_temp.session(2), 1) #>> '{items,0,sessionId}')::integer,
    (select max(till_session_id) from hippo.till_session where till_id = 2 and till_session_id < pg_temp.session(2)),
        'and the next');
select is(i.item - 'float', api.till_report(pg_temp.token('sam'), 2, (i.item ->> 'sessionId')::bigint)::jsonb
    - '{report,totals,handover,takenFrom,journal,paper}'::text[], 'a session is as its report has it')
from jsonb_array_elements(pg_temp.sessions('sam', 2) -> 'items') with ordinality as i (item, place) where place <= 3;
select is(pg_temp.refusal(format('select pg_temp.sessions(''sam'', null, null, %s)', n)), 'HP400 bad_parameter',
    n || ' of them are no page')
from unnest('{0,101}'::integer[]) n;

-- Both shops sell, void, win and pay; of each round something stays unpaid.
select pg_temp.run_out(:round), scheduler.round_open() as second \gset
select pg_temp.open_till('anna', 1, 500000), pg_temp.open_till('carl', 3, 500000) \g /dev/null
create function pg_temp.sell_all(p_user text) returns text language sql as $$
    select pg_temp.sell(p_user, '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number'
$$;
select pg_temp.sell_all('anna') as anna_1, pg_temp.sell_all('anna'), pg_temp.sell_all('carl') as carl_1,
    pg_temp.sell_all('carl') \gset
select pg_temp.void(who, pg_temp.sell_all(who)) from unnest('{anna,carl}'::text[]) who \g /dev/null
select pg_temp.run_out(:second) \g /dev/null
select pg_temp.pay('anna', :'carl_1'), pg_temp.pay('carl', :'anna_1') \g /dev/null
-- Somebody who came from another shop brings nothing of it along.
update hippo.app_user set shop_id = 120 where username = 'bert';
create function pg_temp.shops(p_user text, p_report text) returns text language sql as $$
    select string_agg(distinct r ->> (place - 1)::integer, ' ' order by r ->> (place - 1)::integer)
    from (select api.report(pg_temp.token(p_user), p_report, '2026-01-01', '2026-01-31', 10000)::jsonb as whole) w,
    lateral (select place from jsonb_array_elements_text(whole -> 'columns') with ordinality as c (name, place)
        where name = 'shop') p,
    jsonb_array_elements(whole -> 'rows') r
$$;
select is(pg_temp.shops(who, report), shop, format('%s reads %s of shop %s', who, report, shop))
from (values ('sam', '1'), ('sid', '120'), ('olga', '1 120')) as w (who, shop),
    unnest('{tickets,tills,cashiers,unclaimed,voids,payouts,movements,shops,till_sessions}'::text[]) report;
select is((select count(*) from api.report_lines(pg_temp.token('sam'), report, '2026-01-01', '2026-01-31')),
    json_array_length(api.report(pg_temp.token('sam'), report, '2026-01-01', '2026-01-31', 10000) -> 'rows') + 3::bigint,
    'as a file, too: ' || report) from unnest('{tickets,cashiers,till_sessions}'::text[]) report;
select is(pg_temp.refusal(format('select api.report_lines(%L, ''days'', null, null)', pg_temp.token('sam'))), 'HP403 forbidden',
    'and nothing of the whole house');
select is((select count(*) from json_array_elements(api.report(pg_temp.token(who), 'cashiers', '2026-01-01', '2026-01-31',
    100) -> 'rows') r
    where r ->> 2 = 'bert') > 0, sees, format('%s %s what bert did in shop 1', who,
        case when sees then 'reads' else 'does not read' end))
from (values ('sam', true), ('sid', false)) as w (who, sees);
select is(pg_temp.refusal(format('select api.report(%L, %L, null, null, 10)', pg_temp.token('sam'), report)), 'HP403 forbidden',
    'a supervisor does not read ' || report)
        from unnest('{rounds,days,runners,markets,liability,audit,proofs,ledger}'::text[]) report;
select is(pg_temp.refusal(format('select api.report(%L, ''secrets'', null, null, 10)', pg_temp.token('sam'))),
    'HP404 not_found',
    'nor what is no report');
select is(pg_temp.refusal(format('select api.report(%L, ''tills'', null, null, 10)', pg_temp.token('carl'))), 'HP403 forbidden',
    'a cashier reads none');

select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
