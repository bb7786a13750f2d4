-- SPDX-License-Identifier: MIT
-- A house that is set back in time. A savepoint is a copy of the house, and going back to it is what a restore does: what
-- came after it is gone from the database, while papers, published secrets and the schedulers' records are still there.
begin;
select plan(144);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

-- Another connection of a scheduler; PostgreSQL started anew.
create function pg_temp.reconnect() returns void language sql as $$ select set_config('hippo.asked_beat', '', false) $$;
create function pg_temp.restart() returns void language sql as $$
    update hippo.confirmation set confirmed_for = confirmed_for - interval '1 second';
    update hippo.round set confirmed_for = confirmed_for - interval '1 second' where phase not in ('settled', 'void');
    select set_config('hippo.asked_beat', '', false);
$$;
-- What a scheduler's file holds, as text, and what one confirmation gives.
create function pg_temp.record() returns text language sql as $$ select hippo.house_record()::text $$;
create function pg_temp.confirmed(p_record text) returns text language sql as $$
    select concat_ws(' ', case when (a ->> 'confirmed')::boolean then 'confirmed' else 'not yet' end, a ->> 'setBack')
    from scheduler.house_confirm(p_record::json) a
$$;
-- The whole way of a scheduler that has just won the lead.
create function pg_temp.come_to_lead(p_record text default null) returns text language plpgsql as $$
declare
    v_first json := scheduler.house_confirm(p_record::json);
    v_second json := scheduler.house_confirm(v_first -> 'record');
begin
    return concat_ws(' ', case when (v_second ->> 'confirmed')::boolean then 'confirmed' else 'not yet' end, v_first ->> 'setBack');
end
$$;
create function pg_temp.era() returns integer language sql as $$ select era from hippo.confirmation $$;
create function pg_temp.later(p_ms bigint) returns void language sql as $$ select pg_temp.at(pg_temp.now_ms() + p_ms) $$;
create function pg_temp.void_open() returns void language sql as $$
    select scheduler.round_void(round_id, pg_temp.secret(round_id)) from hippo.round where phase not in ('settled', 'void')
$$;

-- A new house ------------------------------------------------------------------------------------------------------

select pg_temp.at(0), scheduler.settings_init(5000, 1000, 3000, 1000) \g /dev/null
select is(pg_temp.outcome('select scheduler.house_confirm(null)'), 'HP401', 'only who leads confirms the house');
select is(scheduler.house_look(null) ->> 'doubt', null, 'any scheduler looks, and nothing speaks against a new house');
savepoint fresh;
update hippo.confirmation set relation_oid = 1, timeline = '00000009';
select is(scheduler.house_look(null) ->> 'doubt', null, 'nor against one that was made elsewhere and copied, as long as nothing has happened in it');
rollback to savepoint fresh;
select scheduler.lead_take() \g /dev/null
select set_config('idle_session_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false) \g /dev/null
select pg_temp.open_session(60) \g /dev/null
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no round opens before the house is confirmed');
select is(pg_temp.confirmed(null), 'not yet', 'the first call asks for a beat');
select is(pg_temp.confirmed(null), 'not yet', 'a second without it confirms nothing');
select is(pg_temp.confirmed('{"era": 1, "beat": 0, "entry": 0}'), 'not yet', 'nor one with an older beat');
select is(pg_temp.confirmed(pg_temp.record()), 'confirmed', 'but one that shows the beat on the disk outside');
select pg_temp.people() \g /dev/null
select pg_temp.open_till('anna', 1), pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3) \g /dev/null
select is(scheduler.round_open(), 10000001::bigint, 'then rounds open');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'done', 'and sell');
select is(pg_temp.refusal(format('select scheduler.house_confirm(%L)', bad)), 'HP400 this is not a record of a house', 'no record: ' || bad)
from unnest('{"{}","[]","7","{\"era\": 1}","{\"beat\": 1}","{\"era\": \"x\", \"beat\": 1}","{\"era\": 1, \"beat\": 1e99}","{\"era\": 1, \"beat\": 1, \"entry\": \"x\"}"}'::text[]) bad;
select is(pg_temp.refusal('select scheduler.house_look(''{}'')'), 'HP400 this is not a record of a house', 'nor for a standby');

-- What is no set-back ----------------------------------------------------------------------------------------------

select pg_temp.confirmed(pg_temp.record()) \g /dev/null
select pg_temp.record() as kept \gset
select is(pg_temp.confirmed(:'kept'), 'confirmed', 'a second later the same');
select is(pg_temp.record(), :'kept', 'a house in which nothing happens writes nothing');
select pg_temp.sell('anna', '{win 7}', '{2500}') \g /dev/null
select is(pg_temp.confirmed(:'kept'), 'confirmed', 'a record that is behind is no doubt');
select is(pg_temp.record()::jsonb -> 'beat', to_jsonb((:'kept'::json ->> 'beat')::bigint + 1), 'what has happened since is a beat');
select pg_temp.restart() \g /dev/null
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP503 house_unconfirmed',
    'after a start of PostgreSQL nothing is sold');
select is(pg_temp.refusal(format('select pg_temp.%s', call)), 'HP503 house_unconfirmed', 'nor ' || what)
from (select hippo.ticket_number(max(ticket_id)) as number from hippo.ticket) t,
    lateral (values (format('void(''anna'', %L)', number), 'given back'), (format('pay(''anna'', %L)', number), 'paid')) c (call, what);
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'', 10000001, ''retry-0001'')', 'retryAfterMs'),
    'HP503 house_unconfirmed retryAfterMs=1000', 'the refusal says when to try again');
select is(api.health()::jsonb ->> 'confirmed', 'false', 'health says so');
select is(pg_temp.come_to_lead(pg_temp.record()), 'confirmed', 'a scheduler looks, and finds nothing missing');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'done', 'the same round goes on');
select pg_temp.reconnect() \g /dev/null
select is(pg_temp.confirmed(pg_temp.record()), 'confirmed', 'for another leader it stays confirmed');
select is(pg_temp.confirmed(pg_temp.record()), 'confirmed', 'and when that has its own beat');
select pg_temp.reconnect() \g /dev/null
select is(pg_temp.come_to_lead(null), 'confirmed', 'a scheduler on another machine has no record yet');
select is((pg_temp.era(), (select count(*) from hippo.set_back), pg_temp.proof())::text, '(1,0,"")', 'nothing was begun anew');

-- Another place: what the database itself remembers ----------------------------------------------------------------

select pg_temp.confirmed(pg_temp.record()) \g /dev/null
select pg_temp.record() as kept \gset
create function pg_temp.place(p_change text) returns text language plpgsql as $$
declare
    v_was text;
begin
    execute 'update hippo.confirmation set ' || p_change;
    perform pg_temp.reconnect();
    v_was := concat_ws(', ', (select invariant from report.proof()), pg_temp.come_to_lead(null));
    v_was := concat_ws(', ', v_was, pg_temp.era(),
                       (select phase || ' ' || (void_requested_at is not null) from hippo.round order by round_id desc limit 1));
    raise exception using errcode = 'TEST0', message = v_was;
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
select is(pg_temp.place(change), 'a house that was set back has begun anew, confirmed the database is not the one in which the house was: '
    'a backup was restored, or it was copied, 2, betting true', what)
from (values ('system_identifier = 1', 'another cluster'), ('database_oid = 1', 'another database of the cluster'),
    ('relation_oid = 1', 'a dump that was restored into the same one')) p (change, what);
select matches(pg_temp.place('timeline = ''00000009'''), 'begun anew, confirmed PostgreSQL has begun another timeline: .*, 2, betting true$',
    'another timeline');
select matches(pg_temp.place('timeline = ''00000009'', is_synchronous = true'), 'begun anew, confirmed PostgreSQL .*, 2, betting true$',
    'another timeline, a synchronous standby, but no record of what there was');
-- The dump of a house that is confirmed, restored beside it into the server that still runs: no scheduler has looked.
update hippo.round set confirmed_in = 1 where phase = 'betting';
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP409 betting_closed', 'a restored table sells nothing');
update hippo.confirmation set relation_oid = 1;
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP503 house_unconfirmed', 'and says why');
update hippo.confirmation set relation_oid = 'hippo.house'::regclass::oid::bigint;
update hippo.round set confirmed_in = tableoid where phase = 'betting';
-- A failover that may have lost something, though the record does not know what; and one that lost nothing.
update hippo.confirmation set timeline = '00000009';
select matches(hippo.house_doubt(:'kept'), '^PostgreSQL has begun another timeline', 'a failover to a standby that nobody waited for is one, whatever the record knows');
update hippo.confirmation set timeline = '00000009', is_synchronous = true;
select pg_temp.restart() \g /dev/null
select is(pg_temp.come_to_lead(:'kept'), 'confirmed', 'a failover to a synchronous standby, with all that the record knows, is none');
select is((timeline, is_synchronous)::text, '(00000001,f)', 'where the house is now is known') from hippo.confirmation;
select pg_temp.record() as kept \gset
update hippo.confirmation set timeline = '00000009', is_synchronous = true, beat = beat - 1;
select pg_temp.restart() \g /dev/null
select is(scheduler.house_look(:'kept') ->> 'doubt', 'the database lacks the end of what has happened: it was put back to an earlier state',
    'one to a standby that missed the end is one');
update hippo.confirmation set timeline = '00000001', is_synchronous = false, beat = beat + 1, doubt = null;
select is(pg_temp.come_to_lead(:'kept'), 'confirmed', 'all is well again');

-- The attack -------------------------------------------------------------------------------------------------------

select pg_temp.run_out(10000001), scheduler.round_open() \g /dev/null
select pg_temp.sell('anna', '{win 6}', '{5000}') as before, pg_temp.key() as key \gset
select pg_temp.sell('anna', '{win 8}', '{2500}', 10000002, 'before-0001') as repeated \gset
select pg_temp.confirmed(pg_temp.record()) \g /dev/null
savepoint copy; -- betting on 10000002 is open
select pg_temp.sell('anna', '{win 7}', '{2500}') ->> 'number' as lost \gset
select pg_temp.code(:'lost') as lost_code, now_ms as began from pg_temp.now_ms() \gset
select pg_temp.run_out(10000002), scheduler.round_open(), pg_temp.run_out(10000003), scheduler.round_open(), pg_temp.run_out(10000004) \g /dev/null
select encode(secret, 'hex') as published from hippo.round where round_id = 10000004 \gset
select pg_temp.confirmed(pg_temp.record()) \g /dev/null
select pg_temp.record() as record, pg_temp.now_ms() as lost_at, (select epoch from hippo.stream where channel = 'race') as epoch \gset
rollback to savepoint copy;
select is(hippo.hr1_chain_step(hippo.hr1_chain_step(decode(:'published', 'hex'))), decode(pg_temp.secret(10000002), 'hex'),
    'a secret that was published later is the open round''s, two steps on: whoever has it knows the order');

-- Nobody has a record: the database cannot know that it was put back, for it is where it was.
select is(hippo.house_doubt(null), null, 'without a record nothing shows it');
-- A standby sees it first.
select is((scheduler.house_look(:'record') ->> 'doubt', scheduler.house_look(:'record') ->> 'record')::text,
    '("the database lacks the end of what has happened: it was put back to an earlier state",)', 'a standby''s record knows more');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP503 house_unconfirmed', 'at once nothing is sold');
select is(invariant, 'a house that was set back has begun anew', 'the proof names it') from report.proof();
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no round opens');
-- The leader's own record was put back too: it learns it from there.
select is(pg_temp.confirmed(pg_temp.record()), 'not yet the database lacks the end of what has happened: it was put back to an earlier state',
    'the leader begins anew');
select is(doubt::text, null, 'the doubt is settled') from hippo.confirmation;
select is(pg_temp.era(), 2, 'another era has begun');
rollback to savepoint copy;

-- The leader's own record tells it.
select pg_temp.at(:lost_at) \g /dev/null
select is(pg_temp.confirmed(:'record'), 'not yet the database lacks the end of what has happened: it was put back to an earlier state',
    'the house was set back, and finds it out');
select is((r.void_requested_at is not null, r.void_reason like 'the database lacks%', s.last_round_id, s.next_round_id, s.kind)::text,
    '(t,t,10000002,10000006,set_back)', 'the open round is to be void; rounds go on above all that the record knows')
from hippo.round r, hippo.set_back s where r.phase = 'betting';
select is((known_until < lost_until, lost_until = hippo.clock())::text, '(t,t)', 'from when to when is lost') from hippo.set_back;
select is((before ->> 'entry', seq, scope)::text, format('(%s,%s,%s)', (before ->> 'entry')::bigint, 2000000, scope), 'a till''s journal jumps to its next million but one')
from hippo.journal where action = 'set_back' and scope > 0;
select is(array(select scope from hippo.journal where action = 'set_back' order by scope), '{0,1,2,3}', 'each till''s, and the house has it on record');
select is(count(*), 0::bigint, 'every channel has another epoch') from hippo.stream where epoch = :'epoch';
select is(data ->> 'kind', 'set_back', 'the admins'' channel has an alarm') from hippo.stream_event where event = 'alarm' and channel = 'admin' order by "offset" desc limit 1;
select is(api.health()::jsonb -> 'anew' ->> 'kind', 'set_back', 'health says since when');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP503 house_unconfirmed', 'nothing is sold');
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no round opens');
select is(pg_temp.confirmed(pg_temp.record()), 'confirmed', 'with the new era on record the house is confirmed');
select is((select era || ' ' || beat from hippo.confirmation), concat(2, ' ', (:'record'::json ->> 'beat')::bigint + 2), 'above every beat that any record knows');
select is(pg_temp.next_move() ~ '^void', true, 'next the open round becomes void');
select pg_temp.void_open() \g /dev/null
select is((phase, encode(secret, 'hex'))::text, format('(void,%s)', pg_temp.secret(10000002)), 'with its secret, as every void round') from hippo.round where round_id = 10000002;
select is(pg_temp.state(:'before'::json ->> 'number'), 'refundable', 'its tickets are refunded');
select is(pg_temp.pay('anna', :'before'::json ->> 'number') ->> 'state', 'refunded', 'over the counter');
select is(pg_temp.next_move() ~ '^session', true, 'then a new session is wanted');
select pg_temp.later(10000), pg_temp.open_session(50) as fresh \gset
select is(name, '2026-01-02/2-2', 'its name is one that no lost session had') from hippo.session where session_id = :fresh;
select is(scheduler.round_open(), 10000006::bigint, 'rounds go on above all that was played');
select is((with recursive steps as (select 0 as n, decode(:'published', 'hex') as secret union all
                                    select n + 1, hippo.hr1_chain_step(secret) from steps where n < 100)
           select count(*) from steps s, hippo.round r where r.round_id = 10000006 and r.commitment = s.secret), 0::bigint,
    'what was published says nothing of their secrets');
select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') as anew \gset
select is((:'anew'::json ->> 'number') <> :'lost', true, 'a new ticket has a number that no paper has');
select is(:'anew'::json ->> 'number' ~ '^01-01200000[0-9]-', true, 'above the next million');
select is(hippo.ticket_code(hippo.ticket_id(:'lost'), b.secret) <> :'lost_code', true, 'even under the same number its code would be another')
from hippo.till_book b where till_id = 1;
select pg_temp.run_out(10000006) \g /dev/null
select is(pg_temp.refusal(format('select api.ticket_pay(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, %L, %L, null)', :'lost', :'lost_code')),
    'HP404 unknown_ticket', 'a lost paper takes nothing');
select is(pg_temp.pay('anna', :'anew'::json ->> 'number') ->> 'state', 'paid', 'the new one takes its own prize');
-- Papers that were sold before show what they showed.
select is(pg_temp.sell('anna', '{win 8}', '{2500}', 10000002, 'before-0001')::text, :'repeated', 'a repeated request is answered as it was, code and all');
select is(pg_temp.code(:'before'::json ->> 'number'), :'before'::json ->> 'code', 'a copy shows its old code');
select is((select x ->> 'code' from hippo.ticket t, hippo.ticket_print_json(t, 1) x where t.ticket_id = hippo.ticket_id(:'before'::json ->> 'number')),
    :'before'::json ->> 'code', 'printed too');
select is(pg_temp.proof(), '', 'the books hold, with all gaps on record');
savepoint gap;
update hippo.set_back set next_round_id = next_round_id + 1;
select is(pg_temp.proof(), 'round numbers have no gap: 10000006 (follows 10000002)', 'and name any other one');
rollback to savepoint gap;

-- Records of an ended era, and a house that is put back once more --------------------------------------------------

select is(scheduler.house_look(:'record') ->> 'doubt', null, 'a standby comes back with the record of before: that era is over');
select is(scheduler.house_look(:'record') -> 'record' ->> 'era', '2', 'and keeps the new one from now on');
select is(hippo.house_doubt((:'record'::jsonb || '{"beat": 1000000, "round": 10000099}')::json), null, 'however much it knew of it');
select pg_temp.confirmed(pg_temp.record()) \g /dev/null
select pg_temp.record() as second, pg_temp.now_ms() as lost_at \gset
rollback to savepoint copy;
select pg_temp.at(:lost_at), pg_temp.come_to_lead(:'record'), pg_temp.void_open() \g /dev/null
update hippo.confirmation set relation_oid = 1;
select pg_temp.reconnect(), pg_temp.come_to_lead() \g /dev/null
select is(array(select next_round_id from hippo.set_back order by set_back_id), '{10000006,10000006}', 'set back again before a round has opened, without a record: the numbers that it knew stay known');
rollback to savepoint copy; -- the same copy once more
select pg_temp.at(:lost_at) \g /dev/null
select is(pg_temp.confirmed(:'second'), 'not yet the database is older than the last time that the house began anew',
    'the same copy a second time is found out too');
select is((select max(next_round_id) from hippo.set_back), 10000008::bigint, 'and goes on above the second time''s rounds');
select is(pg_temp.era(), 3, 'in a third era');
select is(seq, 4000000::bigint, 'its tills jump over what they sold the second time') from hippo.till_book where till_id = 1;
rollback to savepoint copy;

-- A history that went on without being looked at: other rounds under the same numbers.
select pg_temp.at(:began + 500), pg_temp.run_out(10000002), pg_temp.later(300), scheduler.round_open(), pg_temp.run_out(10000003), scheduler.round_open(), pg_temp.run_out(10000004) \g /dev/null
update hippo.confirmation set beat = 1000;
select is(pg_temp.confirmed(:'record'), 'not yet round 10000004 is not the one that was played: the database was put back, and has gone on',
    'the record knows the card of the newest round');
rollback to savepoint copy;

-- In each phase the open round is void, and only it.
create function pg_temp.set_back_in(p_phase text) returns text language plpgsql as $$
declare
    v_round bigint := 10000002;
    v_opened bigint := (select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round where round_id = v_round);
    v_was text;
begin
    if p_phase <> 'betting' then perform pg_temp.at(v_opened + 4000), scheduler.round_lock(v_round); end if;
    if p_phase not in ('betting', 'locked') then perform pg_temp.at(v_opened + 5000), scheduler.round_race(v_round, 1000000, 1750); end if;
    if p_phase in ('finished', 'settled') then perform pg_temp.at(v_opened + 8000), pg_temp.finish(v_round, 1); end if;
    if p_phase = 'settled' then perform scheduler.round_settle(v_round); end if;
    update hippo.confirmation set beat = beat - 1;
    perform pg_temp.come_to_lead((hippo.house_record()::jsonb || jsonb_build_object('beat', 1000))::text);
    if p_phase <> 'settled' then perform pg_temp.void_open(); end if;
    v_was := concat_ws(' ', (select phase from hippo.round where round_id = v_round), (select next_move from scheduler.state()), pg_temp.proof());
    raise exception using errcode = 'TEST0', message = v_was;
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
select is(pg_temp.set_back_in(phase), case when phase = 'settled' then 'settled' else 'void' end || ' session ', 'set back while ' || phase)
from unnest('{betting,locked,racing,finished,settled}'::text[]) phase;

-- More was lost than a million: the jump is longer.
savepoint long;
select pg_temp.confirmed((hippo.house_record()::jsonb || '{"beat": 1000, "entry": 3500000}')::text) \g /dev/null
select is(min(seq), 5000000::bigint, 'a till jumps above all that any till is known to have written') from hippo.till_book;
rollback to savepoint long;
update hippo.till_book set seq = hippo.till_seq_max() where till_id = 1;
update hippo.till_book set seq = hippo.till_seq_max() - 10000001 where till_id = 2;
select pg_temp.come_to_lead((hippo.house_record()::jsonb || '{"beat": 1000}')::text) as came \gset
select is(:'came'::text, 'confirmed the database lacks the end of what has happened: it was put back to an earlier state',
    'a till that has no numbers left stops nobody');
select is(array(select seq - hippo.till_seq_max() from hippo.till_book where till_id < 3 order by till_id), '{0,-9000000}',
    'one that has few jumps to where it sells nothing, and still pays');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP409 betting_closed', 'the house has gone on');
rollback to savepoint long;

-- A session that is abandoned --------------------------------------------------------------------------------------

create function pg_temp.abandon(p_by text, p_session text default '2026-01-02/1', p_reason text default 'the key is lost') returns json language sql volatile as $$
    select api.session_abandon(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_session, p_reason)
$$;
select is(scheduler.key_wanted(), repeat('f1', 16), 'an open round wants its session''s key');
select is(pg_temp.refusal(format('select pg_temp.abandon(%L)', name)), 'HP403 forbidden', name || ' may not') from unnest('{anna,sam,olga}'::text[]) name;
select is(pg_temp.refusal('select pg_temp.abandon(''ada'', ''2026-01-02/1'', '' '')', 'name'), 'HP400 bad_parameter name=reason', 'not without a reason');
select is(pg_temp.refusal('select pg_temp.abandon(''ada'', null)', 'name'), 'HP400 bad_parameter name=session', 'nor without naming it');
select is(pg_temp.refusal('select pg_temp.abandon(''ada'', ''2026-01-02/9'')'), 'HP404 not_found', 'nor one that there is not');
select is(pg_temp.abandon('ada')::jsonb, '{"session": "2026-01-02/1", "votes": 1, "abandoned": false}', 'one admin alone asks');
select is(pg_temp.abandon('ada')::jsonb ->> 'votes', '1', 'however often');
select is((void_requested_at, hippo.session_is_over(session_id))::text, '(,f)', 'and nothing happens') from hippo.round where round_id = 10000002;
savepoint voted;
update hippo.app_user set rights_at = hippo.clock() where username = 'abe';
select is(pg_temp.refusal('select pg_temp.abandon(''abe'')'), 'HP403 rights_too_new', 'nor with one whose rights are younger than the question');
rollback to savepoint voted;
select pg_temp.later(86400000) \g /dev/null
update hippo.sign_in set expires_at = 'infinity';
select is(pg_temp.abandon('abe')::jsonb ->> 'votes', '1', 'nor with one who asks a day later');
rollback to savepoint voted;
select is(pg_temp.outcome('select scheduler.round_abandon(10000002)'), 'HP409', 'a round keeps no secret because somebody asked');
savepoint asked;
select hippo.round_void_request(10000002, 'x') \g /dev/null
select is(pg_temp.outcome('select scheduler.round_abandon(10000002)'), 'HP409', 'nor because it is to be void');
rollback to savepoint asked;
select is(pg_temp.abandon('abe')::jsonb, '{"session": "2026-01-02/1", "votes": 2, "abandoned": true}', 'a second one decides');
select is((void_requested_at is not null, void_reason)::text, '(t,"the key is lost")', 'the open round is to be void') from hippo.round where round_id = 10000002;
select is(pg_temp.refusal('select pg_temp.abandon(''ada'')'), 'HP409 conflict', 'it has ended');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'HP409 betting_closed', 'nothing is sold');
select is(scheduler.key_wanted(), null, 'its key is wanted no more: another one may be made');
select is((pg_temp.era(), (select max(seq) < 1000000 from hippo.till_book))::text, '(1,t)', 'the tills'' numbers and codes have nothing to do with the key');
select is(action, 'session_abandon', 'it is on record') from hippo.journal where scope = 0 order by seq desc limit 1;
savepoint abandoned;
-- The key was stolen, not lost: with it the secret is published as always.
select pg_temp.void_open() \g /dev/null
select is((secret is not null)::text, 'true', 'whoever has the key publishes the secret') from hippo.round where round_id = 10000002;
select is(pg_temp.proof(), '', 'the books hold');
rollback to savepoint abandoned;
select is(scheduler.round_abandon(10000002), true, 'without the key the round is void without its secret');
select is((phase, secret, runner_order)::text, '(void,,)', 'which nobody will ever know') from hippo.round where round_id = 10000002;
select is(data::jsonb - 'serverTime', '{"event": "round_void", "roundId": 10000002, "phase": "void", "screen": "finish_screen", "reason": "the key is lost",
    "secret": null, "outcomeSeed": null, "wouldBeOrder": null}', 'everybody is told') from hippo.stream_event where event = 'round_void';
select is(pg_temp.state(:'before'::json ->> 'number'), 'refundable', 'its tickets are refunded');
select is(api.round_proof(10000002)::jsonb ->> 'secret', null, 'its proof has no secret');
select is(pg_temp.next_move() ~ '^session', true, 'a new session is wanted');
select pg_temp.later(10000) \g /dev/null
select is(pg_temp.outcome('select scheduler.round_open()'), 'HP409', 'no round of the old one opens');
select pg_temp.open_session(40) \g /dev/null
select is(scheduler.round_open(), 10000003::bigint, 'rounds go on, without a gap');
select is(pg_temp.proof(), '', 'the books hold');
select is(scheduler.key_wanted(), repeat('f1', 16), 'the new session wants its key');

-- When no key is wanted --------------------------------------------------------------------------------------------

rollback to savepoint copy;
select pg_temp.run_out(10000002) \g /dev/null
select is(scheduler.key_wanted(), repeat('f1', 16), 'between two rounds the session wants its key');
update hippo.session set rounds = 2;
select is(scheduler.key_wanted(), null, 'when it is used up it does not');
update hippo.session set rounds = 60;
select pg_temp.confirmed((hippo.house_record()::jsonb || '{"beat": 1000}')::text) \g /dev/null
select is(scheduler.key_wanted(), null, 'nor after a set-back, when no round is open');
rollback to savepoint copy;
select pg_temp.confirmed((hippo.house_record()::jsonb || '{"beat": 1000}')::text) \g /dev/null
select is(scheduler.key_wanted(), repeat('f1', 16), 'an open round wants it even then: its secret is still to be published');

-- The proof --------------------------------------------------------------------------------------------------------

rollback to savepoint copy;
update hippo.till_book set seq = seq + 5 where till_id = 1;
select pg_temp.sell('anna', '{win 9}', '{2500}') \g /dev/null
select matches(pg_temp.proof(), 'the journal is as it was written: 1:[0-9]+ .does not follow entry', 'a jump of a journal that no set-back made is named');
rollback to savepoint copy;
select pg_temp.confirmed((hippo.house_record()::jsonb || '{"beat": 1000}')::text), pg_temp.confirmed(pg_temp.record()), pg_temp.void_open() \g /dev/null
set session_replication_role = replica;
delete from hippo.journal where scope = 1 and seq = (select max(seq) from hippo.journal where scope = 1 and seq < 1000000);
set session_replication_role = origin;
select matches(pg_temp.proof(), 'the journal is as it was written: 1:2000000 .does not follow entry', 'nor may an entry be missing before one that a set-back made');

select * from finish();
rollback;
