-- SPDX-License-Identifier: MIT
-- What the leader calls beside the rounds: the pulse that tells the private channels, the expiry of claims, the nightly
-- proof. On a clock that the test moves.
begin;
select plan(38);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

select is(pg_temp.outcome('select scheduler.pulse()'), 'HP401', 'who does not lead has no pulse');
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null

create function pg_temp.told(p_channel text, p_event text) returns jsonb language sql as $$
    select data::jsonb from hippo.stream_event where channel = p_channel and event = p_event order by "offset" desc limit 1
$$;
create function pg_temp.count(p_channel text, p_event text) returns bigint language sql as $$
    select count(*) from hippo.stream_event where channel = p_channel and event = p_event
$$;
create function pg_temp.minutes(p_minutes bigint) returns void language sql as 'select pg_temp.at(p_minutes * 60000)';

-- A ticket of a round that is void: it is to be refunded. Gives its number.
create function pg_temp.void_round_with_ticket() returns text language plpgsql as $$
declare
    v_round bigint := scheduler.round_open();
    v_number text := pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number';
begin
    perform hippo.round_void_request(v_round, 'a test'), scheduler.round_void(v_round, pg_temp.secret(v_round));
    return v_number;
end
$$;

-- Tills ------------------------------------------------------------------------------------------------------------

select pg_temp.open_till('anna', 1, 250000), pg_temp.open_till('carl', 3, 0) \g /dev/null
select is((scheduler.pulse() ->> 'tills')::integer, 2, 'tills that opened are told');
select is((scheduler.pulse() ->> 'tills')::integer, 0, 'and once');
select is(pg_temp.count('till:1', 'till_update') + pg_temp.count('till:3', 'till_update') * 10, 11::bigint, 'each on its own channel');
select is(pg_temp.count('till:2', 'till_update'), 0::bigint, 'the one that is closed is not');
select is(pg_temp.count('admin', 'house_update'), 1::bigint, 'the admin once for all of them');

select scheduler.round_open() as round \gset
select array_agg(pg_temp.sell('anna', '{win 6}', array[2500 * n]) ->> 'number' order by n) as numbers from generate_series(1, 60) n \gset
select pg_temp.void('anna', (:'numbers'::text[])[60]) \g /dev/null
select is((scheduler.pulse() ->> 'tills')::integer, 1, 'one event for a till, however much it sold');
select is((pg_temp.told('till:1', 'till_update') ->> 'entries')::integer, 61, 'which counts what happened');
select is(jsonb_array_length(pg_temp.told('till:1', 'till_update') -> 'tickets'), 50, 'and names the newest 50');
select is(pg_temp.told('till:1', 'till_update') #>> '{tickets,49,change}', 'void', 'the newest last');
select is((pg_temp.told('till:1', 'till_update') #> '{session,totals}') - '{payments,refunds}'::text[],
    '{"sales": {"count": 60}, "voids": {"count": 1}}', 'with how often what happened in the session');
select is((select (sales, voids, cash)::text from hippo.pulse_till where till_id = 1),
    format('(%s,150000,%s)', 2500 * 1830, pg_temp.cash(1)), 'its sums are kept, and are the till''s own');
select is((pg_temp.told('admin', 'house_update') ->> 'tickets')::integer, 59, 'the admin is told how many tickets there are');
-- The number is counted from the journal's new entries: it must be the tickets' own, whoever voids, and after a till changed hands.
create function pg_temp.tickets() returns bigint[] language sql as $$
    select array[(pg_temp.told('admin', 'house_update') ->> 'tickets')::bigint,
                 (select count(*) from hippo.ticket where round_id = (select max(round_id) from hippo.round) and state <> 'voided')]
$$;
select pg_temp.open_till('bert', 2, 500000), pg_temp.void('sam', (:'numbers'::text[])[1], 2) \g /dev/null
select scheduler.pulse() \g /dev/null
select is(pg_temp.tickets(), '{58,58}', 'a supervisor voided one at another till');
select pg_temp.sell('bert', '{win 6}', '{2500}'), pg_temp.close_till('bert', '{"100000": 4, "500": 200}'),
    pg_temp.open_till('bert', 2, 0), pg_temp.sell('bert', '{win 6}', '{2500}') \g /dev/null
select scheduler.pulse() \g /dev/null
select is(pg_temp.tickets(), '{60,60}', 'a till was closed and opened again between two pulses');
select pg_temp.move('anna', 'drop', 100) \g /dev/null
select is((scheduler.pulse() ->> 'tills')::integer, 1, 'a movement is news too');
select is((pg_temp.told('till:1', 'till_update') ->> 'entries')::integer, 1, 'and only what is new is told');

select pg_temp.sell('carl', '{win 6}', '{2500}') \g /dev/null
select scheduler.pulse() \g /dev/null
select is(pg_temp.tickets(), '{61,61}', 'a third till');

-- Once a minute ----------------------------------------------------------------------------------------------------

select pg_temp.run_out(:round) \g /dev/null
select pg_temp.void_round_with_ticket() as refundable \gset
select count(*) as claims from hippo.claim \gset
select pg_temp.move('anna', 'drop', 100), scheduler.pulse() \g /dev/null
select is((pg_temp.told('admin', 'house_update') ->> 'tickets')::bigint, 1::bigint, 'the next round is counted anew');
select is(scheduler.pulse() ->> 'expired', '0', 'nothing is old');
select pg_temp.minutes(90 * 24 * 60 + 60) \g /dev/null
select is((scheduler.pulse() ->> 'expired')::integer, :claims, 'after 90 days all claims are');
select is(pg_temp.state(:'refundable'), 'expired', 'a refund too');
select is((pg_temp.told('admin', 'tickets_expired') ->> 'tickets')::integer, :claims, 'the admin is told');
select is((select count(*) from hippo.sign_in), 0::bigint, 'nobody is signed in for so long');
select is(pg_temp.proof(), '', 'the books are right');

insert into hippo.sign_in select sha256('old'), user_id, '10.0.0.1', null, hippo.clock(), hippo.clock() - interval '1 s'
    from hippo.app_user limit 1;
select pg_temp.minutes(90 * 24 * 60 + 60) \g /dev/null
select scheduler.pulse() \g /dev/null
select is((select count(*) from hippo.sign_in), 1::bigint, 'within the same minute nothing is looked for');
select pg_temp.minutes(90 * 24 * 60 + 61) \g /dev/null
select scheduler.pulse() \g /dev/null
select is((select count(*) from hippo.sign_in), 0::bigint, 'in the next one it is');

-- The nightly proof -------------------------------------------------------------------------------------------------

update hippo.setting set value = '4' where name = 'proof_hour';
select is(hippo.setting_text('time_zone'), 'America/Port-au-Prince', 'the house''s own days');
select pg_temp.local('2026-05-02 03:59:59') \g /dev/null
select is(scheduler.pulse() ->> 'proofDue', 'false', 'before its hour the proof is not due');
select is(scheduler.proof_run()::jsonb, '{"ran": false}', 'and does not run');
select pg_temp.local('2026-05-02 04:00:00') \g /dev/null
select is(scheduler.pulse() ->> 'proofDue', 'true', 'then it is');
select is(scheduler.proof_run()::jsonb, '{"ran": true, "violations": 0, "first": null}', 'it runs, and all holds');
select is(scheduler.pulse() ->> 'proofDue', 'false', 'once a day');
select is(scheduler.proof_run()::jsonb, '{"ran": false}', 'whoever calls');
select is((day, violations)::text, '(2026-05-02,0)', 'on record') from hippo.proof_run;
select pg_temp.local('2026-05-03 05:00:00') \g /dev/null
insert into hippo.claim (ticket_id, round_id, amount, since, expires_at) select ticket_id, round_id, 100, hippo.clock(),
    'infinity' from hippo.ticket where state in ('voided', 'expired') limit 1;
select is(proof ->> 'ran', 'true', 'the next day again') from (select scheduler.proof_run()::jsonb as proof) p;
select cmp_ok(violations, '>', 0, 'a claim that nothing stands behind is found') from hippo.proof_run order by day desc limit 1;
select is(pg_temp.told('admin', 'alarm') - '{event,roundId,serverTime}'::text[],
    (select jsonb_build_object('kind', 'proof', 'violations', violations, 'first', first_violation) from hippo.proof_run
        order by day desc limit 1), 'the admin is told which');

select * from finish();
rollback;
