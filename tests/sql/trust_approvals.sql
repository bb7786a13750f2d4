-- SPDX-License-Identifier: MIT
-- What a supervisor allows at the cashier's till: one act, one amount, once, and both are on record. A till that is handed over,
-- and a count that is blind.
begin;
select plan(66);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.session(p_till bigint) returns integer language sql as $$
    select max(till_session_id) from hippo.till_session where till_id = p_till
$$;
-- As the api does it, with a password that is right or wrong; `p_hash` is what it was compared with.
create function pg_temp.approve(p_asker text, p_by text, p_action text, p_subject text, p_amount bigint,
    p_is_right boolean default true) returns text language plpgsql as $$
declare
    v_begun json := api.login_begin(p_by, '10.0.0.1');
begin
    return api.approval_finish(pg_temp.token(p_asker), (v_begun ->> 'userId')::bigint, p_by, '10.0.0.1', p_is_right,
                               v_begun ->> 'hash', p_action, p_subject, p_amount) ->> 'approval';
end
$$;
create function pg_temp.paid(p_user text, p_number text, p_approval text) returns text language sql as $$
    select pg_temp.refusal(format('select api.ticket_pay(pg_temp.token(%L), pg_temp.key(), pg_temp.print(), null, %L, %L, '
        '''to Jean, card 42'', %L)', p_user, p_number, pg_temp.code(p_number), p_approval))
$$;
create function pg_temp.out(p_user text, p_kind text, p_amount bigint, p_approval text) returns text language sql as $$
    select pg_temp.refusal(format('select api.till_movement(pg_temp.token(%L), pg_temp.key(), pg_temp.print(), null, %L, %s, null, '
        '''a test'', %L)', p_user, p_kind, p_amount, p_approval))
$$;
create function pg_temp.verified(p_user text, p_session integer, p_approval text) returns text language sql as $$
    select pg_temp.refusal(format('select api.till_verify(pg_temp.token(%L), pg_temp.key(), pg_temp.print(), %s, ''seen'', %L)',
        p_user, p_session, p_approval))
$$;
create function pg_temp.totals(p_user text) returns jsonb language sql as $$
    select (api.till_get(pg_temp.token(p_user), null) #> '{session,totals}')::jsonb
$$;

-- A large payment ---------------------------------------------------------------------------------------------------

select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as won \gset
select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as other \gset
select pg_temp.run_out(:round) \g /dev/null
select prize as prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won') \gset
select pg_temp.set('pay_supervisor_from', :prize) \g /dev/null
select is(pg_temp.paid('anna', :'won', null), 'HP403 needs_supervisor', 'a large payment is not the cashier''s alone');
select isnt(pg_temp.approve('anna', 'sam', 'pay', :'won', :prize), null, 'a supervisor approves it');
select pg_temp.approve('anna', 'sam', 'pay', lower(:'won'), :prize) as approval \gset
select is(length(:'approval'), 64, 'with a token that nobody guesses');
select is((select count(*) from hippo.approval where position(:'approval' in row_to_json(approval)::text) > 0)
    + (select count(*) from hippo.journal j where position(:'approval' in row_to_json(j)::text) > 0), 0::bigint, 'which the books do not have');
select is(pg_temp.paid('anna', :'other', :'approval'), 'HP403 approval_invalid', 'it is good for no other ticket');
select is(pg_temp.paid('bert', :'won', :'approval'), 'HP403 approval_invalid', 'nor at another cashier''s till');
select is(pg_temp.paid('anna', :'won', pg_temp.approve('anna', 'sam', 'pay', :'won', :prize - 1)), 'HP403 approval_invalid',
    'nor for another amount');
select is(pg_temp.paid('anna', :'won', pg_temp.approve('anna', 'sam', 'movement', :'won', :prize)), 'HP403 approval_invalid',
    'nor for another act');
select is(pg_temp.paid('anna', :'won', repeat('0', 64)), 'HP403 approval_invalid', 'nor is any token one');
select is(pg_temp.paid('anna', :'won', :'approval'), 'done', 'the act that it names is done');
select is(pg_temp.paid('anna', :'won', :'approval'), 'HP403 approval_invalid', 'once');
select is((select (u.username, a.username)::text from hippo.payment p join hippo.app_user u on u.user_id = p.user_id
    join hippo.app_user a on a.user_id = p.approved_by where p.ticket_id = hippo.ticket_id(:'won')), '(anna,sam)', 'both names are on it');
select is((api.ticket_peek(:'won', pg_temp.code(:'won'))::jsonb -> 'paid'), null, 'which the player is not told');
select is(j.after #>> '{paid,approvedBy,username}', 'sam', 'and in the till''s journal') from hippo.journal j
    where action = 'pay' and j.ticket_id = hippo.ticket_id(:'won');
select is(format('%s %s %s', (select username from hippo.app_user u where u.user_id = j.user_id), j.after #>> '{askedBy,username}',
    j.after ->> 'amount'), 'sam anna ' || :prize, 'the approval itself is in the house''s')
from hippo.journal j where scope = 0 and action = 'approval' order by seq limit 1;
select is(api.me(pg_temp.token('anna')) ->> 'username', 'anna', 'who is signed in stays so');
-- A refused act leaves the approval as it was.
select pg_temp.approve('anna', 'sam', 'pay', :'other', :prize) as approval \gset
select is(pg_temp.refusal(format('select api.ticket_pay(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, %L, %L, '''', %L)',
    :'other', pg_temp.code(:'other'), :'approval')), 'HP400 bad_parameter', 'without a note nothing is paid');
select pg_temp.at(pg_temp.now_ms() + 119000) \g /dev/null
select is(pg_temp.paid('anna', :'other', :'approval'), 'done', 'and with it the same approval is good, for two minutes');
select pg_temp.approve('anna', 'sam', 'movement', 'drop', 1000000) as approval \gset
select pg_temp.move('anna', 'supply', 5000000) \g /dev/null
select pg_temp.at(pg_temp.now_ms() + 120000) \g /dev/null
select is(pg_temp.out('anna', 'drop', 1000000, :'approval'), 'HP403 approval_invalid', 'and no longer');

-- Who approves -------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.approve(''anna'', %L, %L, ''x'', 1)', who, act)), 'HP403 ' || want, what)
from (values ('bert', 'pay', 'needs_supervisor', 'another cashier approves nothing'), ('sid', 'pay', 'needs_supervisor',
    'nor another shop''s supervisor'), ('olga', 'verify', 'needs_supervisor', 'nor an auditor'),
    ('ada', 'pay', 'needs_supervisor', 'nor an admin a payment'), ('anna', 'pay', 'same_person', 'nor who asks')) as w (who, act, want, what);
select is(pg_temp.refusal('select pg_temp.approve(''olga'', ''sam'', ''pay'', ''x'', 1)'), 'HP403 forbidden', 'an auditor asks for nothing');
select is(pg_temp.refusal(format('select pg_temp.approve(''anna'', ''sam'', %L, %L, %L)', act, subject, amount)), 'HP400 bad_parameter', what)
from (values ('sell', 'x', 1, 'no such act'), ('pay', ' ', 1, 'nothing that it is about'), ('pay', 'x', null, 'no amount'))
    as w (act, subject, amount, what);
select pg_temp.approve('anna', 'sam', 'movement', 'drop', 1000000) as approval \gset
update hippo.app_user set blocked_at = hippo.clock() where username = 'sam';
select is(pg_temp.out('anna', 'drop', 1000000, :'approval'), 'HP403 needs_supervisor', 'whoever is blocked meanwhile has approved nothing');
update hippo.app_user set blocked_at = null where username = 'sam';
select pg_temp.settle_in('sam'), pg_temp.sign_in('sam') \g /dev/null

-- A wrong password -----------------------------------------------------------------------------------------------------

select is(pg_temp.approve('anna', 'sue', 'pay', 'x', 1, false), null, 'a wrong password approves nothing');
select is(j.after #>> '{askedBy,username}', 'anna', 'and it is on record who asked') from hippo.journal j where action = 'approval_failed';
select pg_temp.approve('anna', 'sue', 'pay', 'x', 1, false) from generate_series(1, 4) \g /dev/null
select pg_temp.approve('anna', 'sue', 'pay', 'x', 1, false) \g /dev/null
select is(pg_temp.refusal('select pg_temp.approve(''anna'', ''sue'', ''pay'', ''x'', 1)'), 'HP429 too_many_attempts',
    'after five the right one waits, too');
select isnt(pg_temp.approve('anna', 'sam', 'pay', 'x', 1), null, 'another supervisor does not');
select is(api.me(pg_temp.token('anna')) ->> 'username', 'anna', 'and the cashier sells on');

-- Cash that is taken out -------------------------------------------------------------------------------------------------

select is(pg_temp.out('anna', 'drop', 1000000, null), 'HP403 needs_supervisor', 'so much is not taken out alone');
select is(pg_temp.out('anna', 'drop', 1000000, pg_temp.approve('anna', 'sam', 'movement', 'cash_out', 1000000)),
    'HP403 approval_invalid', 'nor with what was approved for another kind');
select is(pg_temp.out('anna', 'drop', 1000000, pg_temp.approve('anna', 'sam', 'movement', 'drop', 1000000)), 'done', 'with an approval it is');
select is(pg_temp.out('anna', 'drop', 999999, null), 'done', 'which leaves what is hers to take out as it was');
select is((items -> 0 ->> 'approvedBy', items #>> '{1,approvedBy,username}')::text, '(,sam)', 'what was approved names who did')
from (select api.till_movements(pg_temp.token('anna'), null, 'drop', null, 2)::jsonb -> 'items' as items) m;

-- A variance -----------------------------------------------------------------------------------------------------------

select pg_temp.close_till('anna', '{}', 'robbed')::jsonb as counted \gset
select pg_temp.session(1) as session, (:'counted'::jsonb #>> '{count,variance}')::bigint as variance \gset
select is(:'counted'::jsonb ->> 'state', 'counted', 'the till waits');
select is(api.till_get(pg_temp.token('anna'), 1) #>> '{session,state}', 'counted', 'and its cashier still sees it');
select is(pg_temp.verified('anna', :session, pg_temp.approve('anna', 'sam', 'verify', :'session', :variance + 1)), 'HP403 approval_invalid',
    'another variance than the one that was shown is not signed for');
select pg_temp.approve('bert', 'sam', 'verify', :'session', :variance) as approval \gset
select is(pg_temp.verified('bert', :session, :'approval'), 'HP403 forbidden', 'nor at somebody else''s till');
select is(pg_temp.verified('anna', :session, pg_temp.approve('anna', 'sam', 'verify', :'session', :variance)), 'done',
    'a supervisor signs at the cashier''s till');
select is((state, (select username from hippo.app_user u where u.user_id = s.user_id),
    (select username from hippo.app_user u where u.user_id = s.closed_by))::text, '(closed,anna,sam)', 'and both names stay')
from hippo.till_session s where till_session_id = :session;
select is(pg_temp.refusal('select api.till_get(pg_temp.token(''anna''), 1)'), 'HP403 forbidden', 'who then has no till any more');
select is(api.handover, null, 'what went to the safe waits for nobody')
from (select api.till_list(pg_temp.token('bert'), null, 2, 1)::jsonb #> '{items,0}' ->> 'handover') api (handover);

-- From one cashier to the next -----------------------------------------------------------------------------------------

create function pg_temp.taken(p_user text, p_till bigint, p_float bigint, p_session integer) returns text language sql as $$
    select pg_temp.refusal(format('select api.till_open(pg_temp.token(%L), pg_temp.key(), pg_temp.print(), %s, %s, %s)',
        p_user, p_till, p_float, p_session))
$$;
select pg_temp.open_till('anna', 1, 30000) \g /dev/null
select is(api.till_close(pg_temp.token('anna'), pg_temp.key(), pg_temp.print(), null, '{"1000": 29}', null, true)::jsonb
    #>> '{handover}', 'true', 'a cashier counts for the next one');
select pg_temp.session(1) as given \gset
select pg_temp.close_till('bert', '{"100000": 1}') \g /dev/null
select is((api.till_list(pg_temp.token('bert'), null, 2, 1)::jsonb #> '{items,0,handover}') - '{at}'::text[],
    jsonb_build_object('sessionId', :given, 'amount', 29000, 'cashier', hippo.user_json(s.user_id)::jsonb), 'who sees what there is')
from hippo.till_session s where till_session_id = :given;
select is(pg_temp.taken('bert', 1, 30000, :given), 'HP409 handover_gone', 'another sum is not taken over');
select is(pg_temp.taken('bert', 2, 29000, :given), 'HP409 handover_gone', 'nor at another till');
select is(pg_temp.taken('bert', 1, 29000, :given), 'done', 'what was counted is the next float');
select is((api.till_get(pg_temp.token('bert'), null)::jsonb #> '{session,takenFrom}'),
    jsonb_build_object('sessionId', :given, 'cashier', hippo.user_json(s.user_id)::jsonb, 'counts', s.counts), 'and the report says from whom')
from hippo.till_session s where till_session_id = :given;
select is((select balance from report.accounts where (account, id) = ('till_cash', 1)), 290.00, 'the books have it in the till');
select pg_temp.close_till('bert', '{"1000": 29}') \g /dev/null
select is(pg_temp.taken('bert', 1, 29000, :given), 'HP409 handover_gone', 'it is taken over once');
select is((select array_agg(i ->> 'kind') from json_array_elements(api.till_movements(pg_temp.token('anna'), null, null, null, 10, :given) -> 'items') i),
    '{close,short,till_open}', 'what moved in a session its cashier sees after the close, too');
select is(pg_temp.refusal(format('select api.till_movements(pg_temp.token(%L), null, null, null, 10, %s)', who, :given)), want, what)
from (values ('bert', 'HP404 not_found', 'another cashier does not'), ('sam', 'done', 'their supervisor does'),
    ('sid', 'HP404 not_found', 'another shop''s does not')) as w (who, want, what);
select is(pg_temp.proof(), '', 'the books hold');

-- Blind ----------------------------------------------------------------------------------------------------------------

select pg_temp.open_till('anna', 1) \g /dev/null
select scheduler.round_open() as round \gset
select pg_temp.sell('anna', '{win 6}', '{2500}') \g /dev/null
select is(pg_temp.totals('anna') -> 'expectedCash', null, 'a cashier counts blind');
select is((api.ticket_list(pg_temp.token('anna'), :round, null, null, null, null, 1) -> 'stats')::jsonb,
    '{"tickets": 1, "stake": null, "prizes": null, "unpaid": null}', 'nor do tickets add up to what should be there');
select is((api.ticket_list(pg_temp.token('sam'), :round, null, null, null, null, 1) #>> '{stats,stake}'), '2500',
    'who has no till open is told');
select is(api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, null, null, null, null, 'trusted', null, true)
    ->> 'seesCash', 'true', 'but for who may know') from hippo.app_user where username = 'anna';
select is(pg_temp.totals('anna') ->> 'expectedCash', '102500', 'who is told');
select is((api.ticket_list(pg_temp.token('anna'), :round, null, null, null, null, 1) #>> '{stats,stake}'), '2500', 'all of it');
select * from finish();
rollback;
