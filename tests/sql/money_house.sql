-- SPDX-License-Identifier: MIT
-- The house around the money: settings and what they do, pause and void, what the private channels are told, who may listen,
-- what expires, the nightly proof, the audit, and reports that agree with the ledger.
begin;
select plan(201);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
select pg_temp.set('market_' || market, 1) from unnest('{place,exacta,duel,odd_even}'::text[]) market \g /dev/null
select pg_temp.open_till('anna', 1), pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3), scheduler.round_open() \g /dev/null

create function pg_temp.on_all(p_user text, p_stake bigint) returns text[] language sql as $$
    select array_agg(n.number order by runner) from (
        select runner, pg_temp.sell(p_user, array['win ' || runner], array[p_stake]) ->> 'number' as number
            from unnest('{6,7,8,9,10,54}'::integer[]) runner) n
$$;
create function pg_temp.state_of(p_numbers text[],
    p_state text) returns text language sql as $$ select n from unnest(p_numbers) n where pg_temp.state(n) = p_state limit 1 $$;
-- The newest event of a channel.
create function pg_temp.told(p_channel text, p_event text default null) returns jsonb language sql as $$
    select data::jsonb from hippo.stream_event where channel = p_channel and event = coalesce(p_event, event)
        order by "offset" desc limit 1
$$;
create function pg_temp.top(p_channel text) returns bigint language sql as $$ select top from hippo.stream where channel = p_channel $$;
create function pg_temp.id(p_user text) returns integer language sql stable as $$ select user_id from hippo.app_user
    where username = p_user $$;
create function pg_temp.next_round() returns bigint language plpgsql as $$
begin
    perform pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round order by round_id desc limit 1;
    return scheduler.round_open();
end
$$;

-- What the private channels are told -------------------------------------------------------------------------------

select is(scheduler.pulse() ->> 'tills', '3', 'the first pulse tells of every till');
select is(scheduler.pulse() ->> 'tills', '0', 'nothing happened: nothing is told');
select pg_temp.top('till:1') as till_top, pg_temp.top('till:2') as other_top, pg_temp.top('admin') as admin_top,
    pg_temp.top('race') as race_top \gset
select pg_temp.on_all('anna', 2500), pg_temp.sell('anna', '{"exacta 6-7"}', '{5000}') ->> 'number' as slip \gset
select pg_temp.void('anna', :'slip') \g /dev/null
select is((pg_temp.top('till:1'), pg_temp.top('admin'), pg_temp.top('race')),
    (:till_top::bigint, :admin_top::bigint, :race_top::bigint), 'a sale and a void tell nobody');
select is(scheduler.pulse() ->> 'tills', '1', 'the pulse does');
select is((pg_temp.top('till:1') - :till_top, pg_temp.top('till:2') - :other_top,
    pg_temp.top('admin') - :admin_top)::text, '(1,0,1)',
    'eight changes at a till are one event on its channel, and one for the admins; no other till is told');
select is(pg_temp.told('till:1') - '{tickets,serverTime,roundId}'::text[], '{"event": "till_update", "tillId": 1, '
    '"entries": 8, "dropDue": false, "session": {"sessionId": 1, "state": "open", "totals": {
    "sales": {"count": 7}, "voids": {"count": 1}, "payments": {"count": 0}, "refunds": {"count": 0}}}}',
    'with how often what happened at the till, and no sum');
select is((jsonb_array_length(t -> 'tickets'), t -> 'tickets' -> 7 ->> 'change',
    t -> 'tickets' -> 7 ->> 'number')::text, format('(8,void,%s)', :'slip'), 'and what changed, in order')
    from pg_temp.told('till:1') t;
select is(pg_temp.told('admin') - '{serverTime}'::text[],
    '{"event": "house_update", "roundId": 10000001, "round": 10000001, "phase": "betting", "tickets": 6, "stakes": '
        '15000, "exposureAtMost": 180500, "tillsOpen": 3, "unpaid": 0}', 'the admins see how the house stands');
select pg_temp.set('till_cash_max', 1), pg_temp.move('bert', 'deposit', 500), scheduler.pulse() \g /dev/null
select is(pg_temp.told('till:2') ->> 'dropDue', 'true', 'a till with too much cash is told to drop some');
select pg_temp.set('till_cash_max', 20000000), pg_temp.close_till('bert', '{"500": 201}') \g /dev/null
select pg_temp.open_till('bert', 2, 7000), pg_temp.sell('bert', '{win 6}', '{2500}'), scheduler.pulse() \g /dev/null
select is((t #>> '{session,state}', t #>> '{session,totals,sales,count}', t ->> 'dropDue')::text, '(open,1,false)', 'a new session counts from nothing') from pg_temp.told('till:2') t;
create function pg_temp.drifted() returns setof integer language sql as $$
    select p.till_id from hippo.pulse_till p join hippo.till_session s on s.till_session_id = p.till_session_id,
        hippo.till_totals(s.till_session_id) x
    where p.cash <> hippo.till_cash(s.till_session_id) or p.sales <> (x #>> '{sales,amount}')::bigint
        or p.sales_count <> (x #>> '{sales,count}')::bigint
        or p.voids <> (x #>> '{voids,amount}')::bigint or p.payments <> (x #>> '{payments,amount}')::bigint
            or p.refunds <> (x #>> '{refunds,amount}')::bigint
$$;
select is_empty('select pg_temp.drifted()', 'the running totals are those of the journal');
select pg_temp.sell('carl', '{win 6}', '{2500}') from generate_series(1, 60) \g /dev/null
select scheduler.pulse() \g /dev/null
select is((pg_temp.told('till:3') ->> 'entries', jsonb_array_length(pg_temp.told('till:3') -> 'tickets'))::text,
    '(60,50)', 'however many changes, one event, with the newest fifty tickets');

-- Who may listen
select is(gateway.channel_authorise(pg_temp.token(name), channel), may,
    format('%s %s %s', name, case when may then 'may follow' else 'may not follow' end, channel))
from (values ('anna', 'till:1', true), ('anna', 'till:2', false), ('anna', 'till:3', false), ('anna', 'admin', false),
    ('sam', 'till:1', true), ('sam', 'till:2', true), ('sam', 'till:3', false), ('sam', 'admin', false),
    ('sid', 'till:3', true), ('sid', 'till:1', false), ('ada', 'till:3', true), ('ada', 'admin', true),
        ('olga', 'admin', true), ('olga', 'till:1', true), ('stranger', 'till:1', false), ('stranger', 'admin', false),
    ('ada', 'till:99', false), ('ada', 'till:01', false), ('ada', 'till:1 ', false), ('ada', 'till:', false),
        ('ada', 'race2', false), ('ada', '', false), ('ada', null, false)) as listener (name, channel, may);
select is(gateway.channel_authorise(null, 'admin'), false, 'nobody may follow without a session');
savepoint blocked;
select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), pg_temp.id('anna'), null, null, null, true, null) \g /dev/null
select is(gateway.channel_authorise(pg_temp.token('anna'), 'till:1'), false, 'a blocked user follows nothing any more');
rollback to blocked;
select is_empty($$ select data from hippo.stream_event where channel = 'race' and data::text ~
    'anna|bert|carl|[0-9]{2}-[0-9]{6}-[0-9X]|till' $$, 'the public channel names no ticket, till or cashier');

-- Pause, resume, void ----------------------------------------------------------------------------------------------

create function pg_temp.call(p_user text, p_call text) returns text language sql as $$
    select pg_temp.refusal(format('select api.%s',
        replace(p_call, 'TKF', format('%L, pg_temp.key(), pg_temp.print()', pg_temp.token(p_user)))))
$$;
select is(pg_temp.call(name, call), 'HP403 forbidden', format('%s may not: %s', name, call))
from unnest('{anna,sam,olga}'::text[]) name,
    unnest('{"game_pause(TKF, ''x'')","game_resume(TKF, ''x'')","round_void(TKF, 10000001, ''x'')",'
        '"setting_update(TKF, ''stake_min'', ''500'', null)"}'::text[]) call;
select is(pg_temp.call('ada', call), 'HP400 bad_parameter', 'a reason is required: ' || call)
    from unnest('{"game_pause(TKF, '' '')","game_resume(TKF, null)","round_void(TKF, 10000001, '''')"}'::text[]) call;
select is(api.game_pause(pg_temp.token('ada'), 'pause-one', pg_temp.print(), 'a storm')::jsonb,
    '{"paused": true, "changed": true}', 'an admin pauses the game');
select is(pg_temp.told('race') - 'serverTime', '{"event": "game_paused", "roundId": 10000001, "reason": "a storm"}',
    'everybody is told, and why');
select is(api.game_pause(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), 'a flood')::jsonb,
    '{"paused": true, "changed": false}', 'pausing a paused game changes nothing, and says so');
select is(api.game_pause(pg_temp.token('ada'), 'pause-one', pg_temp.print(), 'a storm')::jsonb,
    '{"paused": true, "changed": true}', 'the same request again: the same answer');
select is(pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'state', 'sold', 'the round in progress goes on selling');
select pg_temp.run_out(10000001) \g /dev/null
select is((pg_temp.next_move(), pg_temp.refusal('select scheduler.round_open()'))::text,
    '(wait,"HP409 no round can open now")', 'and after it none opens');
select is(api.game_resume(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), 'the sun')::jsonb,
    '{"paused": false, "changed": true}', 'another admin resumes it');
select is(pg_temp.told('race') - 'serverTime', '{"event": "game_resumed", "roundId": 10000001, "reason": "the sun"}', 'which is told too');
select is(pg_temp.next_round(), 10000002::bigint, 'then the next one opens');
select is(array(select format('%s %s %s', action, reason, u.username) from hippo.journal
    join hippo.app_user u using (user_id) where action in ('game_pause', 'game_resume') order by seq),
    '{"game_pause a storm ada","game_pause a flood abe","game_resume the sun abe"}', 'each is on record');
select is(pg_temp.told('admin', 'admin_act') - '{serverTime,entry}'::text[],
    '{"event": "admin_act", "roundId": null, "action": "game_resume", "subject": null, "by": "abe", "reason": "the '
        'sun"}', 'and on the admins'' channel');

select pg_temp.on_all('carl', 2500) as to_refund \gset
select is(api.round_void(pg_temp.token('ada'), 'void-two', pg_temp.print(), 10000002, 'wrong card')::jsonb,
    '{"roundId": 10000002, "phase": "betting", "votes": 1, "requested": true}',
    'before the lock one admin is enough for a void');
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 betting_closed', 'which stops the sale at once');
select is((pg_temp.next_move() ~ '^void', scheduler.round_void(10000002, pg_temp.secret(10000002)))::text, '(t,t)',
    'the scheduler carries it out');
select is(pg_temp.told('race') - '{serverTime,secret,outcomeSeed,wouldBeOrder}'::text[],
    '{"event": "round_void", "roundId": 10000002, "phase": "void", "screen": "finish_screen", "reason": "wrong card"}',
    'everybody is told, and why');
select is((t ->> 'event', t ->> 'reason', t ->> 'secret', t -> 'wouldBeOrder')::text,
    (('round_void', 'wrong card', pg_temp.secret(10000002), to_jsonb(pg_temp.drawn(10000002))))::text,
    'with the seed and the order it would have had') from pg_temp.told('race') t;
select is((t ->> 'event', t ->> 'tickets', t ->> 'stakes', t ->> 'payable', jsonb_array_length(t -> 'list'))::text,
    '(tickets_refundable,6,15000,6,6)', 'the till is told what it has to give back') from pg_temp.told('till:3') t;
select pg_temp.set('cash_unit', 250) \g /dev/null
select pg_temp.next_round(), pg_temp.on_all('anna', 10500) as third, pg_temp.on_all('carl', 3000) as third_carl \gset
select pg_temp.sell('anna', '{"win 6","place 7","exacta 6-7","duel 6-54","odd_even even"}',
    '{2500,3000,2500,3500,4000}') ->> 'number' as many \gset
select pg_temp.at(pg_temp.now_ms() + 4000), scheduler.round_lock(10000003) \g /dev/null
select is(api.round_void(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 10000003, 'x')::jsonb,
    '{"roundId": 10000003, "phase": "locked", "votes": 1, "requested": false}', 'after the lock one admin is not');
select is(api.round_void(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 10000003, 'x') ->> 'requested', 'false',
    'not even when he asks twice');
select matches(pg_temp.next_move(), '^race', 'the round goes on');
select pg_temp.at(hippo.ms(race_starts_at) - hippo.ms('2026-01-02 12:00:00+00')),
    scheduler.round_race(10000003, 1000000, 1750) from hippo.round where round_id = 10000003 \g /dev/null
select pg_temp.at(hippo.ms(race_ends_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = 10000003 \g /dev/null
select pg_temp.finish(10000003, 1), scheduler.round_settle(10000003) \g /dev/null
select is(pg_temp.call('abe', 'round_void(TKF, 10000003, ''x'')'), 'HP409 conflict', 'what is settled is not made void');
select is(pg_temp.call('abe', 'round_void(TKF, 99, ''x'')'), 'HP404 not_found', 'nor a round that there is not');
select pg_temp.state_of(:'third', 'won') as won, pg_temp.state_of(:'third_carl', 'won') as won_carl,
    pg_temp.state_of(:'third', 'lost') as lost \gset
select is((t ->> 'event', t ->> 'tickets', t ->> 'stakes')::text, '(tickets_settled,6,18000)',
    'a till is told what became of its tickets') from pg_temp.told('till:3') t;
select is(t -> 'list' -> 0 ->> 'number', :'won_carl', 'and which of them won') from pg_temp.told('till:3') t;

-- Settings ---------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select api.setting_update(%L, pg_temp.key(), pg_temp.print(), %L, %L, null)',
    pg_temp.token('ada'), name, value)), want, format('%s = %s', name, value))
from (values ('stake_min', '0', 'HP400 bad_parameter'), ('stake_min', '2500.5', 'HP400 bad_parameter'),
    ('stake_min', '', 'HP400 bad_parameter'), ('stake_min', null, 'HP400 bad_parameter'),
    ('stake_min', '1e3', 'HP400 bad_parameter'),
    ('stake_min', '9999999999999999999', 'HP400 bad_parameter'), ('stake_min', '600000', 'HP409 settings_conflict'),
        ('stake_min', '2600', 'HP409 settings_conflict'), ('nothing', '1', 'HP404 not_found'),
        ('lock_ms', '5000', 'HP409 settings_conflict'), ('film_ms', '3050', 'HP400 bad_parameter'),
    ('till_exposure_max', '1000000001', 'HP409 settings_conflict'), ('stake_max', '900000000001', 'HP400 bad_parameter'),
        ('time_zone', 'Mars/Olympus', 'HP409 setting_fixed'), ('denominations', '100 x', 'HP400 bad_parameter'),
        ('currency', 'gourdes', 'HP409 setting_fixed'),
    ('house_name', E'A\x1b@', 'HP400 bad_parameter'), ('house_name', '', 'HP400 bad_parameter'),
        ('ticket_days', '0', 'HP400 bad_parameter')) as bad (name, value, want);
select is(api.setting_update(pg_temp.token('ada'), 'setting-one', pg_temp.print(), 'stake_min', '5000',
    'more')::jsonb - '{updatedAt,description}'::text[],
    jsonb_build_object('name', 'stake_min', 'kind', 'integer', 'value', 5000, 'minimum', 1, 'maximum', 1000000000000,
        'applies', 'round', 'fixed', false, 'updatedBy', hippo.user_json(pg_temp.id('ada'))),
    'an admin changes a setting');
select is((before ->> 'value', after ->> 'value', reason, subject)::text, '(2500,5000,more,stake_min)',
    'what was before, after, and why is on record') from hippo.journal
    where action = 'setting' and key = 'setting-one';
select is((select i ->> 'value' from json_array_elements(api.setting_list(pg_temp.token('olga')) -> 'items') i
    where i ->> 'name' = 'stake_min'), '5000', 'auditors see all settings');
select pg_temp.next_round() \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP400 stake_min', 'the next round obeys it');
select is(api.round_prices(10000004)::jsonb #>> '{stakes,min}', '5000', 'and says so');
select is(api.round_prices(10000003)::jsonb #>> '{stakes,min}', '2500', 'the one before keeps its own');
select pg_temp.set('cash_unit', 1), pg_temp.set('stake_min', 2500), pg_temp.set('lines_max', 2), pg_temp.set('ticket_days', 30),
    pg_temp.set('betting_ms', 7000) \g /dev/null
select is(pg_temp.sell('anna', '{win 6,win 7,win 8}', '{5000,5000,5000}') ->> 'state', 'sold', 'a round does not change while it runs');
select is((select race_starts_at - opened_at from hippo.round where round_id = 10000004), interval '5 s', 'nor does its clock');
select pg_temp.sell('anna', '{win 6}', '{5000}') ->> 'number' as valid \gset
select is(api.ticket_print(pg_temp.token('anna'), :'valid') ->> 'validDays', '90', 'a ticket keeps the validity that is printed on it');
select pg_temp.run_out(10000004), pg_temp.next_round() \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6,win 7,win 8}', '{2500,2500,2500}') $$), 'HP400 lines',
    'the next one has the new limit');
select is((select race_starts_at - opened_at from hippo.round where round_id = 10000005), interval '7 s', 'and the new clock');
select pg_temp.set('lines_max', 20), pg_temp.set('betting_ms', 5000) \g /dev/null

-- Prizes are whole centimes, rounded down, and what was printed.
select pg_temp.set('stake_step', 1) \g /dev/null
select pg_temp.at(hippo.ms(locks_at) - hippo.ms('2026-01-02 12:00:00+00')), scheduler.round_lock(10000005)
    from hippo.round where round_id = 10000005 \g /dev/null
select hippo.round_void_request(10000005, 'x'), scheduler.round_void(10000005, pg_temp.secret(10000005)), pg_temp.next_round() \g /dev/null
select is(array(select l ->> 'prize' from json_array_elements(pg_temp.sell('anna',
    '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2501,2503,2507,2509,2511,2501}') -> 'lines') l),
    '{13755,11764,18050,14552,20339,11254}', 'a part of a centime is not paid: the odds say it before the sale');
select pg_temp.set('stake_step', 500) \g /dev/null

-- Large limits: no amount may run over.
select pg_temp.set('stake_max', 900000000000), pg_temp.set('ticket_stake_max', 1000000000000),
    pg_temp.set('ticket_prize_max', 1000000000000000), pg_temp.set('round_exposure_max', 1000000000000000),
    pg_temp.set('till_exposure_max', 1000000000000000) \g /dev/null
select pg_temp.run_out(10000006), pg_temp.next_round() \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.sell(''anna'', array_fill(%L::text, array[%s]), '
    'array_fill(900000000000, array[%s]))', selection, n, n)), want, format('%s times the largest stake on %s: %s',
    n, selection, want))
from (values ('win 10', 1, 'done'), ('exacta 8-10', 1, 'done'), ('win 10', 20, 'HP400 stake_max'),
    ('exacta 10-8', 2, 'HP400 stake_max')) as large (selection, n, want);
select is(pg_temp.refusal('select pg_temp.move(''anna'', ''deposit'', 1000000000000)'), 'done', 'so does the largest deposit');
select hippo.round_void_request(10000007, 'x'), scheduler.round_void(10000007, pg_temp.secret(10000007)) \g /dev/null
select pg_temp.set('till_exposure_max', 200000000), pg_temp.set('round_exposure_max', 1000000000),
    pg_temp.set('ticket_prize_max', 50000000), pg_temp.set('ticket_stake_max', 10000000),
    pg_temp.set('stake_max', 500000) \g /dev/null

-- Payments, some refunds and a rounding, for the reports
select pg_temp.pay('anna', :'won') #>> '{paid,kind}' as paid_kind,
    pg_temp.pay('bert', (:'to_refund'::text[])[1], 'an old lady') #>> '{paid,kind}' as refund_kind \gset
select is(:'paid_kind' || ' ' || :'refund_kind', 'pay refund', 'a prize and a refund are paid');
select pg_temp.close_till('carl', '{"1": 200000}', 'a fire', null) \g /dev/null
select api.till_verify(pg_temp.token('sid'), pg_temp.key(), pg_temp.print(),
    (select till_session_id from hippo.till_session where state = 'counted'), 'burnt') ->> 'state' as verified \gset
select api.till_recount(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), till_session_id, '{"1": 199900}', 'a coin too many')
from hippo.till_session where till_id = 3 and state = 'closed' \g /dev/null
select pg_temp.open_till('carl', 3), pg_temp.move('carl', 'cash_out', 500), pg_temp.next_round(),
    pg_temp.sell('carl', '{win 6}', '{2500}'), api.scan_failed(pg_temp.token('carl'), 'x'),
    api.ticket_copy(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), :'many') \g /dev/null

select api.ticket_copy(pg_temp.token('carl'), pg_temp.key(), pg_temp.print(), hippo.ticket_number(max(t.ticket_id)))
from hippo.ticket t join hippo.till_session s using (till_session_id) where s.till_id = 3 and t.state = 'sold' \g /dev/null

-- The original is printed before the race; later a ticket's code may be cash.
select is(pg_temp.refusal(format('select api.ticket_print(%L, %L)', pg_temp.token(who), number)), 'HP409 no_original', what)
from (values ('carl', :'won_carl', 'a ticket that money is due on has no original to print again: that takes a duplicate, on record'),
    ('anna', :'lost', 'nor has a lost ticket')) as t (who, number, what);
select is(api.ticket_copy(pg_temp.token('sid'), pg_temp.key(), pg_temp.print(), :'won_carl') ->> 'copy', '1', 'which is a supervisor''s');
select is(api.ticket_slip(pg_temp.token('anna'), :'won') #>> '{paid,kind}', 'pay', 'and the slip of a payment');

-- Lists that filter
select is(api.ticket_list(pg_temp.token('olga'), null, day::date, null, null, null, 100)::jsonb -> 'items', '[]',
    'a day without rounds has no tickets: ' || day) from unnest('{2026-01-01,2026-01-03,1999-12-31}'::text[]) day;
select is((select count(*) from json_array_elements(api.ticket_list(pg_temp.token('olga'), null, '2026-01-02', null,
    null, null, 100) -> 'items')), (select count(*) from hippo.ticket), 'a day with rounds has its own');
select is(jsonb_array_length(api.ticket_list(pg_temp.token('olga'), null, '2026-01-02', 'won', null, null,
    100)::jsonb -> 'items'), (select count(*)::integer from hippo.ticket where state = 'won'),
    'of a day and a state, those only');

-- Reports that agree with the ledger -------------------------------------------------------------------------------

create function pg_temp.account(p_kind text) returns numeric language sql stable as $$ select coalesce(sum(balance),
    0) from report.accounts where account = p_kind $$;
select is(have, want, what) from (values
    ('all balances sum to nothing', (select sum(balance) from report.accounts), 0::numeric),
    ('the ledger''s postings are the journal''s', (select sum(amount) from report.ledger),
        (select sum(amount) / 100.0 from hippo.journal)),
    ('a day''s stakes are its rounds''', (select sum(stakes) from report.days),
        (select sum(stakes) from report.rounds where phase = 'settled')),
    ('and those of its markets', (select sum(stakes) from report.days), (select sum(stakes) from report.markets)),
    ('and of its shops', (select sum(stakes) from report.days), (select sum(stakes) from report.shops)),
    ('and of its tickets', (select sum(stakes) from report.days), (select sum(stake) from report.tickets where prize is not null)),
    ('and of their lines', (select sum(stakes) from report.days), (select sum(stake) from report.ticket_lines where has_won is not null)),
    ('prizes too: days and markets', (select sum(prizes) from report.days), (select sum(prizes) from report.markets)),
    ('shops', (select sum(prizes) from report.days), (select sum(prizes) from report.shops)),
    ('tickets', (select sum(prizes) from report.days), (select sum(prize) from report.tickets)),
    ('lines that won', (select sum(prizes) from report.days), (select sum(prize) from report.ticket_lines where has_won)),
    ('the gross result is stakes less prizes, of days', (select sum(gross) from report.days), -pg_temp.account('revenue')),
    ('of rounds', (select sum(gross) from report.rounds), -pg_temp.account('revenue')),
    ('of markets', (select sum(gross) from report.markets), -pg_temp.account('revenue')),
    ('of shops', (select sum(gross) from report.shops), -pg_temp.account('revenue')),
    ('each market''s by itself', (select sum(abs(gross - (stakes - prizes))) from report.markets), 0),
    ('refunds of void rounds', (select sum(refunds) from report.days),
        (select sum(amount) from report.ledger where action = 'round_void')),
    ('what tills took in and gave out: sales', (select sum(sales) from report.tills),
        (select sum(amount) from report.ledger where action = 'sale')),
    ('voids', (select sum(voids) from report.tills), (select sum(stake) from report.voids)),
    ('payments', (select sum(payments) from report.tills), (select sum(amount) from report.payouts where state = 'paid')),
    ('refunds', (select sum(refunds) from report.tills), (select sum(amount) from report.payouts where state = 'refunded')),
    ('cash that left for them', (select sum(cash - amount) from report.payouts), pg_temp.account('rounding')),
    ('movements and tickets make the cash in the tills',
        (select sum(amount) from report.movements) + (select sum(balance)
        from report.tills) - (select sum(cash - amount) from report.payouts), pg_temp.account('till_cash')),
    ('variance', (select sum(variance) from report.tills), -pg_temp.account('variance')),
    ('and of the till sessions', (select sum(coalesce(corrected - expected, variance)) from report.till_sessions
        where state = 'closed'), -pg_temp.account('variance')),
    ('cashiers sum to tills: sales', (select sum(sales) from report.cashiers), (select sum(sales) from report.tills)),
    ('tickets sold', (select sum(tickets) from report.cashiers), (select sum(tickets) from report.tills)),
    ('the balance', (select sum(balance) from report.cashiers), (select sum(balance) from report.tills)),
    ('what is owed: prizes', (select sum(amount) from report.liability where kind = 'unpaid prizes'), -pg_temp.account('prizes_payable')),
    ('refunds that nobody fetched', (select sum(amount) from report.liability where kind = 'unpaid refunds'),
        -pg_temp.account('refunds_payable')),
    ('stakes at risk', (select sum(stakes) from report.liability where kind = 'open bets'), -pg_temp.account('open_bets')),
    ('what they may win', (select sum(amount) from report.liability where kind = 'open bets'), 137.5),
    ('the unclaimed are what is owed', (select sum(amount) from report.unclaimed),
        -pg_temp.account('prizes_payable') - pg_temp.account('refunds_payable')),
    ('the audit has every entry', (select count(*) from report.audit)::numeric, (select count(*) from hippo.journal)::numeric)
) as sums (what, have, want);

-- Each column has a value somewhere, and each view as many rows as there are things.
create function pg_temp.empty_columns(p_view text) returns setof text language plpgsql as $$
declare
    v_column text;
    v_count bigint;
begin
    for v_column in select attname from pg_attribute
        where attrelid = format('report.%I', p_view)::regclass and attnum > 0 and not attisdropped loop
        execute format('select count(%I) from report.%I', v_column, p_view) into v_count;
        if v_count = 0 then
            return next p_view || '.' || v_column;
        end if;
    end loop;
end
$$;
select pg_temp.at(pg_temp.now_ms() + 24 * 3600000::bigint), scheduler.proof_run() \g /dev/null
-- No rate of commissions is set here, and no payment is large: reports.sql has those. No day is sealed: seals.sql has that. Nothing is withheld: taxes.sql has
-- that.
select set_eq($$ select pg_temp.empty_columns(relname) from pg_class where relnamespace = 'report'::regnamespace and
    relkind = 'v' and relname not in ('commissions', 'payouts_large', 'seals', 'taxes') $$, '{proofs.first_violation,deficit_profit.rate}'::text[],
    'every column of every report has a value, but for violations');
select is((select count(*) from report.tickets), (select count(*) from hippo.ticket), 'one row for each ticket');
select is((select count(*) from report.ticket_lines),
    (select sum(cardinality(price_ids)) from hippo.ticket where state <> 'voided')::bigint, 'for each line');
select is((select count(*) from report.till_sessions), (select count(*) from hippo.till_session), 'for each till session');
select is((select count(*) from report.voids), (select count(*) from hippo.ticket where state = 'voided'), 'for each void');
select is((select count(*) from report.payouts), (select count(*) from hippo.payment), 'for each payment');
select is((select (duplicates, failed_scans)::text from report.cashiers where cashier = 'carl' and duplicates > 0),
    '(1,1)', 'duplicates and wrong tickets are counted');
select pg_temp.at(pg_temp.now_ms() - 24 * 3600000::bigint) \g /dev/null
set local role hippo_report;
select (select count(*) from report.unclaimed) as unclaimed, (select count(*) from report.liability) as liabilities \gset
reset role;
select ok(:unclaimed > 0 and :liabilities > 0, 'hippo_report reads them');
-- Numbers come from the books: another currency changes how they are written, not what they are.
select is((select sum(stakes) from report.days) * 100,
    (select sum(stakes) from hippo.round_totals t join hippo.round r using (round_id) where r.phase = 'settled'),
    'amounts are in currency units');

-- The audit --------------------------------------------------------------------------------------------------------

select is((select array_agg(distinct i ->> 'action' order by i ->> 'action')
    from json_array_elements(api.audit_list(pg_temp.token('olga'), null, null, null,
    100) -> 'items') i) @> '{game_pause,setting,round_void_request,settle}', true, 'the house''s journal is listed');
select is_empty($$ select i from json_array_elements(api.audit_list(pg_temp.token('olga'), null, null, null, 100) ->
    'items') i where i ->> 'ticket' is not null $$, 'what the house does is about no ticket');
select is((select array_agg(distinct subject) from report.audit
    where action = 'setting' and subject in ('stake_min', 'lines_max')), '{lines_max,stake_min}',
    'the audit says which setting was changed');
select is((select count(*) from report.audit where subject !~ '^[0-9]{2,3}-[0-9]{6,}-[0-9X]$'
    and action in ('sale', 'void', 'pay', 'refund', 'copy')), 0::bigint, 'and of tickets their number');
select is((select count(*) from report.ledger where ticket is not null),
    (select count(*) from hippo.journal where amount is not null and ticket_id is not null),
    'the ledger names a ticket where there is one, and nowhere else');
select is_empty($$ select i from json_array_elements(api.till_movements(pg_temp.token('ada'), 1, 'deposit', null,
    100) -> 'items') i where i ->> 'ticket' is not null $$, 'a deposit has no ticket');
create function pg_temp.audit(p_till bigint, p_limit integer) returns bigint[] language plpgsql as $$
declare
    v_before bigint;
    v_page json;
    v_all bigint[] := '{}';
begin
    loop
        v_page := api.audit_list(pg_temp.token('olga'), p_till, null, v_before, p_limit);
        v_all := v_all || array(select (value ->> 'entry')::bigint from json_array_elements(v_page -> 'items'));
        v_before := v_page ->> 'next';
        exit when v_before is null;
    end loop;
    return v_all;
end
$$;
select is(pg_temp.audit(till, 17), array(select seq from hippo.journal where scope = coalesce(till, 0)
    order by seq desc), 'page by page, all of it: ' || coalesce('till ' || till, 'house'))
    from unnest('{null,1,3}'::bigint[]) till;
select is((i - '{at,hash,key,address,after,by}'::text[], i #>> '{by,username}')::text,
    format('("%s",anna)', replace(jsonb_build_object('scope', 1, 'entry', 2, 'action', 'sale', 'ticket',
    hippo.ticket_number(ticket_id), 'subject', null, 'before', null, 'reason', null,
    'posting', '{"debit": "till_cash", "debitId": 1, "credit": "open_bets", "creditId": 10000001, "amount": '
        '2500}'::jsonb)::text, '"', '""')), 'who did what, with the posting')
from json_array_elements(api.audit_list(pg_temp.token('ada'), 1, 'sale', 3, 1) -> 'items') e,
    lateral (select e::jsonb as i) j, hippo.journal where (scope, seq) = (1, 2);
select is(pg_temp.refusal(format('select api.audit_list(%L, null, null, null, %s)', pg_temp.token(name), lim)), want, what)
from (values ('anna', 10, 'HP403 forbidden', 'a cashier reads no audit'),
    ('sam', 10, 'HP403 forbidden', 'nor a supervisor'), ('olga', 0, 'HP400 bad_parameter', 'no page'),
    ('olga', 101, 'HP400 bad_parameter', 'a page too long')) as bad (name, lim, want, what);
select is_empty($$
    select j.scope, j.seq, j.action from hippo.journal j
    where j.action not in ('settle', 'stakes', 'prizes', 'round_void', 'expiry', 'sign_in_failed') and j.user_id is null
        and j.reason is distinct from 'first start'
  $$, 'each act has somebody who did it');

-- What expires -----------------------------------------------------------------------------------------------------

select is_empty($$ select u.ticket, u.round_id from report.unclaimed u join hippo.round_terms t using (round_id)
    where expires_at - since <> t.ticket_days * interval '1 day' $$, 'a claim lasts as long as its ticket says');
select is(array(select distinct ticket_days from hippo.round_terms join report.unclaimed using (round_id) order by 1),
    '{30,90}', 'some of them 30 days, some 90');
savepoint soon;
update hippo.claim set expires_at = now() + interval '7 days 1 second' where ticket_id = (select max(ticket_id) from hippo.claim);
update hippo.claim set expires_at = now() + interval '7 days' where ticket_id = (select min(ticket_id) from hippo.claim);
select is(array(select ticket from report.unclaimed where expires_soon and expires_at > now()),
    array(select hippo.ticket_number(min(ticket_id)) from hippo.claim),
    'a ticket is in the warning from seven days before its end, to the second');
rollback to soon;
select pg_temp.at(hippo.ms(min(expires_at)) - hippo.ms('2026-01-02 12:00:00+00') - 1) from hippo.claim \g /dev/null
select is(scheduler.pulse() ->> 'expired', '0', 'a millisecond before its end nothing expires');
select pg_temp.at(pg_temp.now_ms() + 61000) \g /dev/null
select count(*) as due from hippo.claim where expires_at <= hippo.clock() \gset
select is((scheduler.pulse() ->> 'expired')::integer, :due, 'at its end it does');
select is((t ->> 'event', t ->> 'tickets')::text, format('(tickets_expired,%s)', :due), 'and the admins are told')
    from pg_temp.told('admin', 'tickets_expired') t;
select is((select count(*) from hippo.sign_in), 0::bigint, 'sessions that ended long ago are forgotten');
select is((select balance from report.accounts where account = 'unclaimed'),
    -(select sum(coalesce(prize, stake)) / 100.0 from hippo.ticket where state = 'expired'),
    'what expired falls to the house');
select is(pg_temp.proof(), '', 'the books hold');

-- The nightly proof ------------------------------------------------------------------------------------------------

delete from hippo.proof_run;
-- 04:00 in Port-au-Prince is 09:00 UTC.
create function pg_temp.hour(p_hours numeric) returns void language sql as $$ select set_config('hippo.clock',
    (timestamptz '2026-06-01 00:00:00+00' + p_hours * interval '1 hour')::text, false) $$;
select pg_temp.hour(7.99) \g /dev/null
select is((hippo.proof_is_due(), scheduler.proof_run() ->> 'ran')::text, '(f,false)',
    'before four in the morning, where the house is, no proof is due');
select pg_temp.hour(8) \g /dev/null
select is((hippo.proof_is_due(), scheduler.pulse() ->> 'proofDue')::text, '(t,true)',
    'from four on it is (in summer that is eight in London)');
select is(scheduler.proof_run()::jsonb, '{"ran": true, "violations": 0, "first": null}', 'it runs');
select is((hippo.proof_is_due(), scheduler.proof_run() ->> 'ran')::text, '(f,false)', 'once a day');
select pg_temp.hour(31.99) \g /dev/null
select is(hippo.proof_is_due(), false, 'until the next');
select pg_temp.hour(32) \g /dev/null
savepoint spoilt;
set local session_replication_role = replica;
update hippo.ticket set code_hash = sha256('x')
    where ticket_id in (select min(ticket_id) from hippo.ticket union select max(ticket_id) from hippo.ticket);
set local session_replication_role = origin;
select is((p ->> 'ran', p ->> 'violations', p ->> 'first' <> '')::text, '(true,2,t)', 'what is wrong is counted')
    from scheduler.proof_run() p;
select is((t ->> 'event', t ->> 'kind', t ->> 'violations')::text, '(alarm,proof,2)', 'and the admins get an alarm')
    from pg_temp.told('admin') t;
select is((select (violations, first_violation is null)::text from report.proofs order by day desc limit 1), '(2,f)',
    'the report keeps it');
select pg_temp.sign_in('olga') \g /dev/null
select is((p ->> 'holds', json_array_length(p -> 'violations'), p #>> '{nightly,0,violations}')::text, '(false,2,2)',
    'an auditor sees it') from api.proof(pg_temp.token('olga')) p;
rollback to spoilt;
select pg_temp.sign_in(name) from unnest('{olga,sam}'::text[]) name \g /dev/null
select is((p ->> 'holds', p ->> 'violations')::text, '(true,[])', 'and when all is well, that it is')
    from api.proof(pg_temp.token('olga')) p;
select is(pg_temp.refusal(format('select api.proof(%L)', pg_temp.token('sam'))), 'HP403 forbidden', 'a supervisor asks for no proof');

select * from finish();
rollback;
