-- SPDX-License-Identifier: MIT
-- Money under hands that move at the same moment: whoever comes second sees what the first did, and nobody is paid twice.
select plan(75);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql tests/sql/lib/money.sql`

-- Each session stands for one person (or the leader), with keys and a clock of its own.
create temp table person (name text, keys bigint generated always as identity);
create function pg_temp.enter(p_name text, p_house text) returns void language plpgsql as $$
declare
    v_keys bigint;
begin
    perform pg_temp.open(p_name), dblink_exec(p_name, p_house);
    insert into person (name) values (p_name) returning keys into v_keys;
    perform pg_temp.ask(p_name, format('select setval(''pg_temp.key'', %s)', v_keys * 1000000));
end
$$;
select pg_temp.enter(name, :'house') from unnest('{leader,anna,anna2,bert,sam,sam2,ada,abe,keeper,listener}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.start()'), pg_temp.ask('leader', 'select pg_temp.people()'),
    pg_temp.ask('leader', 'select pg_temp.open_session(60)') \g /dev/null
-- Everybody's clock at once, in milliseconds of the round in progress.
create function pg_temp.moment(p_ms bigint) returns void language sql as $$
    select pg_temp.ask(name, format('select pg_temp.at(%s)', p_ms + coalesce((
        select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round order by round_id desc limit 1), 0))) from person
$$;
create function pg_temp.ticket_state(p_number text) returns text language sql as $$ select state::text from
    hippo.ticket where ticket_id = hippo.ticket_id(p_number) $$;
-- The first round and the tills: 1 anna, 2 bert, 4 sam.
select pg_temp.moment(0) \g /dev/null
select pg_temp.ask('ada', $$select api.till_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, 3, 'Caisse 3')$$) \g /dev/null
select pg_temp.ask(name, format('select pg_temp.open_till(%L, %s)', name, till))
    from (values ('anna', 1), ('bert', 2), ('sam', 4)) t (name, till) \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select $$select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number'$$ as sale \gset

-- The sale and the lock --------------------------------------------------------------------------------------------

select pg_temp.moment(3900) \g /dev/null
select pg_temp.ask('anna', 'begin'), pg_temp.ask('anna', :'sale') as number \gset
select ok(pg_temp.ask('bert', replace(:'sale', 'anna', 'bert')) ~ '^01-02', 'a sale waits for no other till''s');
select pg_temp.moment(4000), pg_temp.send('leader', 'select scheduler.round_lock(10000001)') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'the lock waits for a sale in flight');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('leader'), 't', 'then it comes');
select is(pg_temp.ticket_state(:'number'), 'sold', 'and the ticket that was answered is there');
select pg_temp.ask('leader', 'select pg_temp.at(5000)'), pg_temp.ask('leader', 'select scheduler.round_race(10000001, 1000000, 1750)'),
    pg_temp.ask('leader', 'select pg_temp.at(8000)'), pg_temp.ask('leader', 'select pg_temp.finish(10000001, 1)') \g /dev/null

-- Settlement and payment -------------------------------------------------------------------------------------------

select pg_temp.moment(8000) \g /dev/null
select pg_temp.ask('leader', 'begin'), pg_temp.ask('leader', 'select scheduler.round_settle(10000001)') \g /dev/null
select is(pg_temp.ask('keeper', 'select scheduler.round_settle(10000001)'), 'HP401', 'a second scheduler settles nothing meanwhile');
select pg_temp.send('anna', format('select pg_temp.refusal($q$ select pg_temp.pay(''anna'', %L) $q$)', :'number')) \g /dev/null
select ok(pg_temp.is_waiting('anna'), 'a payment waits for a settlement in flight');
select pg_temp.ask('leader', 'commit') \g /dev/null
select matches(pg_temp.result('anna'), '^(done|HP409 not_payable)$', 'and then knows what the ticket won');
select is(pg_temp.ask('leader', 'select scheduler.round_settle(10000001)'), 'HP409', 'a round is settled once');
select is((select count(*) from hippo.journal where action = 'settle'), 1::bigint, 'so says the ledger');

-- A winner for the payments to race for.
select pg_temp.moment(9000), pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.moment(0) \g /dev/null
select pg_temp.ask('anna', $$select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}',
    '{2500,2500,2500,2500,2500,2500}') ->> 'number'$$) as won,
    pg_temp.ask('anna', :'sale') as number2, pg_temp.ask('anna', :'sale') as number3, pg_temp.ask('anna', :'sale') as number4 \gset

-- The void and the lock
select pg_temp.moment(3900), pg_temp.ask('anna', 'begin'),
    pg_temp.ask('anna', format('select pg_temp.void(''anna'', %L)', :'number2')) \g /dev/null
select pg_temp.moment(4000), pg_temp.send('leader', 'select scheduler.round_lock(10000002)') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'the lock waits for a void in flight');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('leader') || ' ' || pg_temp.ticket_state(:'number2'), 't voided', 'which is done then');
select pg_temp.moment(9000), pg_temp.ask('leader', 'select pg_temp.at(14000)'),
    pg_temp.ask('leader', 'select scheduler.round_race(10000002, 1000000, 1750)'),
    pg_temp.ask('leader', 'select pg_temp.at(17000)'), pg_temp.ask('leader', 'select pg_temp.finish(10000002, 1)'),
        pg_temp.ask('leader', 'select scheduler.round_settle(10000002)') \g /dev/null
select is(pg_temp.ticket_state(:'won'), 'won', 'a ticket on all runners wins');

-- Pay against pay: at two tills, by two people.
select pg_temp.ask('anna', 'begin'), pg_temp.ask('anna', format('select pg_temp.pay(''anna'', %L)', :'won')) \g /dev/null
select pg_temp.send('bert', format('select pg_temp.refusal($q$ select pg_temp.pay(''bert'', %L) $q$)', :'won')) \g /dev/null
select ok(pg_temp.is_waiting('bert'), 'a second payment of a ticket waits for the first');
select pg_temp.ask('anna', 'rollback') \g /dev/null
select is(pg_temp.result('bert'), 'done', 'and pays when the first one failed');
select is(pg_temp.ask('anna', format('select pg_temp.refusal($q$ select pg_temp.pay(''anna'', %L) $q$)', :'won')),
    'HP409 already_paid', 'after which nobody does');
select is((select count(*) || ' ' || sum(amount) from hippo.payment where ticket_id = hippo.ticket_id(:'won')),
    (select '1 ' || prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won')), 'it was paid once');

-- Each lock first: a sale and a void that come while it is on its way see it.
select pg_temp.moment(9000), pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.moment(3900), pg_temp.ask('anna', :'sale') as number5 \gset
select pg_temp.ask('leader', format('select pg_temp.at(%s)', hippo.ms(locks_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = 10000003 \g /dev/null
select pg_temp.ask('leader', 'begin'), pg_temp.ask('leader', 'select scheduler.round_lock(10000003)') \g /dev/null
select pg_temp.send('anna', 'select pg_temp.refusal($q$ select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'') $q$)'),
    pg_temp.send('sam', format('select pg_temp.refusal($q$ select pg_temp.void(''sam'', %L) $q$)', :'number5')) \g /dev/null
select ok(pg_temp.is_waiting('anna') and pg_temp.is_waiting('sam'),
    'a sale and a void wait for a lock on its way, though their clocks are before it');
select pg_temp.ask('leader', 'commit') \g /dev/null
select is(pg_temp.result('anna') || ', ' || pg_temp.result('sam'), 'HP409 betting_closed, HP409 betting_closed', 'and come too late');

-- Two voids across two tills: each takes both tills in the same order, or they would wait for each other.
select pg_temp.ask('leader', 'select hippo.round_void_request(10000003, ''x'')'),
    pg_temp.ask('leader', 'select scheduler.round_void(10000003, pg_temp.secret(10000003))') \g /dev/null
select pg_temp.ask('leader', format('select pg_temp.at(%s)', hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = 10000003 \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.moment(100) \g /dev/null
select pg_temp.ask('anna', :'sale') as of_one, pg_temp.ask('sam', replace(:'sale', 'anna', 'sam')) as of_four \gset
select pg_temp.ask('keeper', 'begin'), pg_temp.ask('keeper',
    format('select from hippo.ticket where ticket_id in (%s, %s) for update', hippo.ticket_id(:'of_one'),
    hippo.ticket_id(:'of_four'))) \g /dev/null
select pg_temp.send('sam', format('select pg_temp.refusal($q$ select pg_temp.void(''sam'', %L) $q$)', :'of_one')),
    pg_temp.is_waiting('sam') \g /dev/null
select pg_temp.send('sam2', format('select pg_temp.refusal($q$ select pg_temp.void(''sue'', %L, 1) $q$)', :'of_four')),
    pg_temp.is_waiting('sam2') \g /dev/null
select pg_temp.ask('keeper', 'commit') \g /dev/null
select is(pg_temp.result('sam') || ', ' || pg_temp.result('sam2'), 'done, done', 'two voids across two tills are both done');

-- The sale and the void of a whole round.
select pg_temp.moment(100), pg_temp.ask('anna', 'begin') \g /dev/null
select pg_temp.ask('anna', :'sale') as number6 \gset
select pg_temp.ask('ada', $$select api.round_void(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 10000004, 'a test')$$) \g /dev/null
select pg_temp.send('leader', 'select scheduler.round_void(10000004, pg_temp.secret(10000004))') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'a round is not void before a sale in flight is through');
select pg_temp.send('bert', 'select pg_temp.refusal($q$ select pg_temp.sell(''bert'', ''{win 6}'', ''{2500}'') $q$)'),
    pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('leader') || ' ' || pg_temp.ticket_state(:'number6'), 't refundable', 'whose ticket is refunded like all others');
select matches(pg_temp.result('bert'), '^HP409 (betting_closed|no_round)$', 'one that came later is not sold');

-- The till and its close -------------------------------------------------------------------------------------------

select pg_temp.ask('leader', format('select pg_temp.at(%s)', hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = 10000004 \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.moment(100) \g /dev/null
select hippo.till_cash(max(till_session_id)) as cash from hippo.till_session where till_id = 2 \gset
select pg_temp.ask('bert', 'begin'), pg_temp.ask('bert', replace(:'sale', 'anna', 'bert')) \g /dev/null
select pg_temp.send('sam', format('select pg_temp.close_till(''sam'', ''{"1": %s}'', ''a test'', 2) #>> ''{count,'
    'variance}''', :cash)) \g /dev/null
select ok(pg_temp.is_waiting('sam'), 'a close waits for a sale in flight');
select pg_temp.ask('bert', 'commit') \g /dev/null
select is(pg_temp.result('sam'), '-2500', 'and counts it');
select pg_temp.ask('bert', 'select pg_temp.open_till(''bert'', 2)'), pg_temp.ask('sam', 'begin'),
    pg_temp.ask('sam', 'select pg_temp.close_till(''sam'', ''{"1": 100000}'', null, 2)') \g /dev/null
select pg_temp.send('bert', 'select pg_temp.refusal($q$ select pg_temp.sell(''bert'', ''{win 6}'', ''{2500}'') $q$)') \g /dev/null
select ok(pg_temp.is_waiting('bert'), 'a sale waits for a close on its way');
select pg_temp.ask('sam', 'commit') \g /dev/null
select is(pg_temp.result('bert'), 'HP409 till_closed', 'and finds the till closed');
select pg_temp.ask('bert', 'select pg_temp.open_till(''bert'', 2)') \g /dev/null

-- One key, twice at the same time ----------------------------------------------------------------------------------

select $$select api.ticket_sell(pg_temp.token('anna'), 'one-key-for-both', pg_temp.print(), 10000005, null,
    '{win 6}', '{2500}')$$ as once \gset
select pg_temp.ask('anna', 'begin'), pg_temp.ask('anna', :'once') as first \gset
select pg_temp.send('anna2', :'once') \g /dev/null
select ok(pg_temp.is_waiting('anna2'), 'a request that is made twice waits for itself');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('anna2'), :'first', 'and is answered the same, to the byte');
select is((select count(*) from hippo.journal where key = 'one-key-for-both'), 1::bigint, 'one ticket was sold');
select $$select api.till_movement(pg_temp.token('anna'), 'one-move-for-both', pg_temp.print(), null, 'deposit', 500,
    null, null)$$ as both \gset
select pg_temp.ask('anna', 'begin'), pg_temp.ask('anna', :'both') as first \gset
select pg_temp.send('anna2', :'both') \g /dev/null
select ok(pg_temp.is_waiting('anna2'), 'so does a movement');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('anna2'), :'first', 'and is answered the same');
-- A thousand movements at one till from two sessions: none is lost.
select hippo.till_cash(max(till_session_id)) as cash from hippo.till_session where till_id = 1 \gset
select pg_temp.send(name, $$
    do $do$
    begin
        for i in 1 .. 250 loop
            perform pg_temp.move('anna', 'deposit', 700);
            commit;
            perform pg_temp.move('anna', 'cash_out', 500);
            commit;
        end loop;
    end
    $do$ $$) from unnest('{anna,anna2}'::text[]) name \g /dev/null
select is(array(select pg_temp.result(name) from unnest('{anna,anna2}'::text[]) name), '{DO,DO}', 'a thousand movements');
select is(hippo.till_cash(max(till_session_id)), :cash + 500 * 200::bigint, 'make a thousand changes')
    from hippo.till_session where till_id = 1;
-- A supervisor's at two tills: the sale takes no lock on its key, the journal does.
select $$select api.till_movement(pg_temp.token('sam'), 'key-at-two-tills', pg_temp.print('move'), 1, 'deposit', 500,
    null, null) ->> 'amount'$$ as moved \gset
select pg_temp.ask('sam', replace(:'sale', 'anna', 'sam')), pg_temp.ask('sam2', 'begin'), pg_temp.ask('sam2', :'moved') \g /dev/null
select $$select api.ticket_sell(pg_temp.token('sam'), 'key-at-two-tills', pg_temp.print(), 10000005, null, '{win 6}',
    '{2500}')$$ as sold \gset
select pg_temp.send('sam', :'sold') \g /dev/null
select ok(pg_temp.is_waiting('sam'), 'the same key at another till waits');
select pg_temp.ask('sam2', 'commit') \g /dev/null
select is(pg_temp.result('sam'), '23505', 'and is stopped by the journal: the api tries again');
select is(pg_temp.ask('sam', format('select pg_temp.refusal(%L)', :'sold')), 'HP422 key_reused', 'and then knows why not');
select is(pg_temp.ask('sam2', :'moved'), '500', 'the first is answered again');

-- Exposure that two tills want at once -----------------------------------------------------------------------------

select pg_temp.ask('leader', 'select pg_temp.run_out(10000005)') \g /dev/null
select pg_temp.ask('ada', format('select pg_temp.set(%L, %s)', name, value))
from (values (1, 'till_exposure_max', 8000000), (3, 'round_exposure_max', 8000000),
    (2, 'exposure_step', 3000000)) s (place, name, value) order by place \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.moment(100) \g /dev/null
select is((slice, tills)::text, '(266666,"{1,2,4}")', 'each of three open tills has a thirtieth of the round''s cap')
    from hippo.round_terms where round_id = 10000006;
select $$select pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{500000}'')')$$ as large \gset
select pg_temp.ask('bert', replace(replace(:'large', 'anna', 'bert'), '500000', '300000')), pg_temp.ask('anna', 'begin'),
    pg_temp.ask('anna', :'large'), pg_temp.ask('anna', :'large') as first \gset
select pg_temp.send('bert', replace(:'large', 'anna', 'bert')) \g /dev/null
select ok(pg_temp.is_waiting('bert'), 'a till that borrows waits for another that does');
select is(pg_temp.ask('sam', $$select pg_temp.sell('sam', '{win 6}', '{2500}') ->> 'state'$$), 'sold', 'one that does not goes on');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(:'first' || ', ' || pg_temp.result('bert'), 'done, HP409 cap_round',
    'the first gets what it needs, and what is left is too little for the second');
select is((select lent from hippo.round_lent where round_id = 10000006), (select sum(slice) from hippo.till_book where round_id = 10000006)::bigint,
    'the round knows what it lent');
select is(pg_temp.ask('anna', replace(:'large', '500000', '20000')) || ', ' || pg_temp.ask('anna', :'large'), 'done, HP409 cap_round',
    'until there is no more');
select ok((select sum(bound - stakes) <= 8000000 from hippo.till_book where round_id = 10000006), 'all tills together stay under the cap');

-- A void at another till while the seller counts on its stakes: what still fitted a moment ago is too much.
select pg_temp.ask('anna', replace(:'sale', 'win 6', 'win 54')) as small \gset
select substring(pg_temp.ask('anna',
    $$select pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{500000}'')', 'max')$$)
    from 'max=(.*)') as most \gset
select ok(:most >= 2500, 'a till at its limit may still sell a little');
select pg_temp.ask('sam', 'begin'), pg_temp.ask('sam', format('select pg_temp.void(''sam'', %L)', :'small')) \g /dev/null
select pg_temp.send('anna', format('select pg_temp.refusal($q$ select pg_temp.sell(''anna'', ''{win 6}'', ''{%s}'') '
    '$q$)', :most)) \g /dev/null
select ok(pg_temp.is_waiting('anna'), 'a sale waits while another till takes one of its tickets back');
select pg_temp.ask('sam', 'commit') \g /dev/null
select is(pg_temp.result('anna'), 'HP409 cap_round', 'and is then over the limit, though it was not when it began');
select is((select sum(bound - stakes) <= 8000000 from hippo.till_book where round_id = 10000006), true,
    'all tills together stay under the cap still');

-- Two admins at once -----------------------------------------------------------------------------------------------

select $$[{"number":1,"name":"A","color":"#000000","odds":180},{"number":2,"name":"B","color":"#000000","odds":180}]$$ as card \gset
select pg_temp.ask('ada', format('select api.card_propose(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), %L, '
    '900000, %L, null) ->> ''cardId''', 'of ada', :'card')) as of_ada,
    pg_temp.ask('abe', format('select api.card_propose(pg_temp.token(''abe''), pg_temp.key(), pg_temp.print(), %L, '
        '900000, %L, null) ->> ''cardId''', 'of abe', :'card')) as of_abe \gset
create function pg_temp.decide(p_by text, p_card bigint, p_is_approved boolean) returns text language sql as $$
    select format('select pg_temp.refusal($q$ select api.card_decide(pg_temp.token(%L), pg_temp.key(), '
        'pg_temp.print(), %s, %L, ''a test'') $q$)', p_by, p_card, p_is_approved)
$$;
select pg_temp.ask('ada', 'begin'), pg_temp.ask('ada', pg_temp.decide('ada', :of_abe, true)) \g /dev/null
select pg_temp.send('abe', pg_temp.decide('abe', :of_ada, true)) \g /dev/null
select ok(pg_temp.is_waiting('abe'), 'one decision on cards waits for another');
select pg_temp.ask('ada', 'commit') \g /dev/null
select is(pg_temp.result('abe'), 'done', 'both are made');
select is(array(select name from hippo.card_schedule join hippo.card_template using (card_template_id)), '{"of ada"}', 'and one card is active: the later one');
select pg_temp.ask('ada', format('select api.card_propose(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), %L, '
    '900000, %L, null) ->> ''cardId''', 'again', :'card')) as again \gset
select pg_temp.enter('abe2', :'house') \g /dev/null
select pg_temp.moment(200), pg_temp.ask('abe', 'begin'), pg_temp.ask('abe', pg_temp.decide('abe', :again, false)) \g /dev/null
select pg_temp.send('abe2', pg_temp.decide('abe', :again, true)) \g /dev/null
select ok(pg_temp.is_waiting('abe2'), 'two decisions on one card');
select pg_temp.ask('abe', 'commit') \g /dev/null
select is(pg_temp.result('abe2'), 'HP409 conflict', 'the first one stands');

-- Two admins vote for a void after the lock, at the same time: that makes two.
select pg_temp.moment(4500), pg_temp.ask('leader', 'select scheduler.round_lock(10000006)') \g /dev/null
select pg_temp.ask('ada', 'begin'),
    pg_temp.ask('ada', $$select api.round_void(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 10000006,
        'a test') ->> 'requested'$$) as one \gset
select pg_temp.send('abe', $$select api.round_void(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), 10000006,
    'a test') ->> 'requested'$$), pg_temp.is_waiting('abe'), pg_temp.ask('ada', 'commit') \g /dev/null
select is(:'one' || ' ' || pg_temp.result('abe'), 'false true', 'two votes at the same time are two');
select pg_temp.ask('leader', 'select scheduler.round_void(10000006, pg_temp.secret(10000006))') \g /dev/null

-- Each takes the other's rights: the second one has none any more.
create function pg_temp.block(p_by text, p_user text, p_is boolean default true) returns text language sql as $$
    select format('select pg_temp.refusal($q$ select api.user_update(pg_temp.token(%L), pg_temp.key(), '
        'pg_temp.print(), user_id, null, null, null, %L, ''a test'') from hippo.app_user where username = %L $q$)',
        p_by, p_is, p_user)
$$;
select pg_temp.ask('ada', 'begin'), pg_temp.ask('ada', pg_temp.block('ada', 'abe')) \g /dev/null
select pg_temp.send('abe', pg_temp.block('abe', 'ada')) \g /dev/null
select ok(pg_temp.is_waiting('abe'), 'two admins block each other');
select pg_temp.ask('ada', 'commit') \g /dev/null
select is(pg_temp.result('abe'), 'HP401 not_signed_in', 'one of them stays');
select pg_temp.ask('ada', pg_temp.block('ada', 'abe', false)) \g /dev/null

-- Who is blocked while he signs in is not in.
select pg_temp.ask('ada', 'begin'), pg_temp.ask('ada', pg_temp.block('ada', 'sue')) \g /dev/null
select pg_temp.send('keeper', $$select api.login_finish(user_id, username, '10.0.0.9', true, sha256('new'), null) is
    null from hippo.app_user where username = 'sue'$$) \g /dev/null
select ok(pg_temp.is_waiting('keeper'), 'a sign-in waits for the block');
select pg_temp.ask('ada', 'commit') \g /dev/null
select is(pg_temp.result('keeper'), 't', 'and fails');
select is((select count(*) from hippo.sign_in where token_hash = sha256('new')), 0::bigint, 'no session is left');
select pg_temp.ask('ada', pg_temp.block('ada', 'sue', false)), pg_temp.ask('ada', 'select pg_temp.settle_in(''sue'')') \g /dev/null

-- A till opens while it, or its cashier, is taken away.
select pg_temp.ask('sam', 'select pg_temp.close_till(''sam'', ''{}'', ''a test'')'),
    pg_temp.ask('leader', $$select api.till_verify(pg_temp.token('sue'), pg_temp.key(), pg_temp.print(),
        max(till_session_id), 'x') from hippo.till_session where till_id = 4$$) \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.sign_in(''sue'')'),
    pg_temp.ask('leader', $$select pg_temp.refusal('
        select api.till_verify(pg_temp.token(''sue''), pg_temp.key(), pg_temp.print(), max(till_session_id), ''x'')
        from hippo.till_session where till_id = 4')$$) \g /dev/null
select pg_temp.ask('ada', 'begin'),
    pg_temp.ask('ada', $$select api.till_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 4, null, false)$$) \g /dev/null
select pg_temp.send('sam', $$select pg_temp.refusal('select pg_temp.open_till(''sam'', 4)')$$) \g /dev/null
select ok(pg_temp.is_waiting('sam'), 'an opening waits while its till is taken out of use');
select pg_temp.ask('ada', 'commit') \g /dev/null
select is(pg_temp.result('sam'), 'HP409 till_out_of_use', 'and does not open it');
select pg_temp.ask('ada', $$select api.till_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 4, null,
    true)$$), pg_temp.ask('ada', 'begin'),
    pg_temp.ask('ada', $$select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, null,
        'auditor', null, null, null) from hippo.app_user where username = 'sam'$$) \g /dev/null
select pg_temp.send('sam', $$select pg_temp.refusal('select pg_temp.open_till(''sam'', 4)')$$) \g /dev/null
select ok(pg_temp.is_waiting('sam'), 'or while its cashier gets another role');
select pg_temp.ask('ada', 'commit') \g /dev/null
select is(pg_temp.result('sam'), 'HP401 not_signed_in', 'no auditor has a till');

-- Acts of the house, moves of the round and the pulse take the house's book before the streams: nobody waits in a ring.
select pg_temp.ask('leader', format('select pg_temp.at(%s)', hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = 10000006 \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()') \g /dev/null
select pg_temp.moment(100) \g /dev/null
update hippo.claim set expires_at = '2026-01-01';
select pg_temp.ask('keeper', 'begin'), pg_temp.ask('keeper', 'select from hippo.house_book for no key update') \g /dev/null
select pg_temp.send('leader', 'select scheduler.pulse() ->> ''expired''') \g /dev/null
select ok(pg_temp.is_waiting('leader'), 'a pulse that has claims to expire waits for an act of the house');
select is(pg_temp.ask('keeper', 'select hippo.stream_append(''admin'', ''x'', null, ''{}'') > 0'), 't',
    'which is told while the pulse waits');
select pg_temp.ask('keeper', 'commit') \g /dev/null
select ok(pg_temp.result('leader')::integer > 0, 'then the pulse goes on');
select pg_temp.ask('keeper', 'begin'), pg_temp.ask('keeper', 'select from hippo.house_book for no key update') \g /dev/null
select pg_temp.send('ada', $$select pg_temp.refusal('
    select api.game_pause(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), ''storm'')')$$) \g /dev/null
select ok(pg_temp.is_waiting('ada'), 'a pause waits for a move of the round');
select is(pg_temp.ask('keeper', 'select hippo.stream_append(''race'', ''x'', null, ''{}'') > 0'), 't',
    'which is told while the pause waits');
select pg_temp.ask('keeper', 'commit') \g /dev/null
select is(pg_temp.result('ada'), 'done', 'then the game is paused');
select is(array(select event from hippo.stream_event where channel = 'race' order by "offset" desc limit 2),
    '{game_paused,x}', 'and the stream says so');

-- A sale tells nobody: a NOTIFY would make all sales wait for each other. The pulse tells for it.
select pg_temp.ask('leader', 'select scheduler.pulse()'), dblink_exec('listener', 'listen hippo'),
    pg_temp.ask('listener', 'select 1') \g /dev/null
select is((select count(*) from dblink_get_notify('listener') where notify_name = 'hippo'), 0::bigint, 'nothing is told');
select pg_temp.ask('anna', replace(:'sale', 'win 6', 'win 1')) as told \gset
select pg_temp.ask('anna', format('select pg_temp.void(''anna'', %L)', :'told')),
    pg_temp.ask('bert', 'select pg_temp.move(''bert'', ''deposit'', 500)'), pg_sleep(0.1),
    pg_temp.ask('listener', 'select 1') \g /dev/null
select is((select count(*) from dblink_get_notify('listener') where notify_name = 'hippo'), 0::bigint,
    'nor by a sale, a void or a movement');
select pg_temp.ask('leader', 'select scheduler.pulse()'), pg_sleep(0.1), pg_temp.ask('listener', 'select 1') \g /dev/null
select matches(:'told'::text, '^01-01', 'a sale was made');
select is(array(select split_part(extra, ':', 1) || ':' || split_part(extra, ':', 2) from dblink_get_notify('listener')
    where notify_name = 'hippo' and extra like 'till%' order by 1), '{till:1,till:2}',
    'but by the pulse: once for each till that moved');

select is((select string_agg(format('%s: %s (%s)', invariant, subject, detail), E'\n') from report.proof()), null, 'the books hold');
select pg_temp.close(name) from other \g /dev/null
select * from finish();
