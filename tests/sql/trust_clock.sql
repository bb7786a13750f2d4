-- SPDX-License-Identifier: MIT
-- Clocks that are wrong: set back, jumped ahead, apart from the scheduler's. No move is due later than a round is long, what
-- was sold stays provable, and nothing is taken from anybody by a clock that jumped.
begin;
select plan(99);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

select is(pg_temp.outcome('select scheduler.clock_tell(0, 0, 0)'), 'HP401', 'who does not lead tells no time');
select pg_temp.furnish() as round \gset

create function pg_temp.tell(p_elapsed bigint, p_jump bigint default 0, p_apart bigint default 0) returns text language sql as $$
    select concat_ws(' ', t ->> 'state', t ->> 'skewMs', case when t ->> 'changed' = 'true' then 'changed' end)
    from scheduler.clock_tell(p_elapsed, p_jump, p_apart) t
$$;
-- Moves the clock and nothing else.
create function pg_temp.by(p_ms bigint) returns void language sql as 'select pg_temp.at(pg_temp.now_ms() + p_ms)';
create function pg_temp.sale(p_user text default 'anna') returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.sell(%L, ''{win 6}'', ''{2500}'')', p_user))
$$;
create function pg_temp.health(variadic p_path text[]) returns text language sql as 'select api.health()::jsonb #>> p_path';
-- The next move, and in how many milliseconds it is due.
create function pg_temp.due() returns text language sql as $$
    select concat_ws(' ', next_move, due_ms - now_ms) from scheduler.state()
$$;
create function pg_temp.phase(p_round bigint default null) returns text language sql as $$
    select phase::text from hippo.round where round_id = coalesce(p_round, (select max(round_id) from hippo.round))
$$;
create function pg_temp.newest() returns bigint language sql as 'select max(round_id) from hippo.round';
create function pg_temp.year() returns bigint language sql as 'select 365 * 86400000::bigint';
create function pg_temp.alarm() returns jsonb language sql as $$
    select data::jsonb - '{event,roundId,serverTime}'::text[] from hippo.stream_event
    where channel = 'admin' and event = 'alarm' order by "offset" desc limit 1
$$;

-- Set back a little after the opening ------------------------------------------------------------------------------

select pg_temp.sale('bert') \g /dev/null
select pg_temp.at(-2000) \g /dev/null
select is(pg_temp.sale('bert'), 'HP409 clock_wrong', 'a till that has sold in the round sells nothing two seconds before it opened');
select is(pg_temp.sale(), 'HP409 clock_wrong', 'nor does one that has not');
select is(pg_temp.due(), 'lock 6000', 'the round waits for its clock');
select is(pg_temp.health('status'), 'ok', 'so little is no alarm');
select pg_temp.at(-1) \g /dev/null
select is(pg_temp.sale(), 'HP409 clock_wrong', 'not a millisecond before');
select pg_temp.at(0) \g /dev/null
select is(pg_temp.sale(), 'done', 'from the opening on it sells');
select is(pg_temp.proof(), '', 'and what was sold is provable');
select pg_temp.at(-2001) \g /dev/null
select is(pg_temp.due(), 'void 0', 'a clock that is further back does not come to the lock within the round''s length');
select is(pg_temp.health('status') || pg_temp.health('clock', 'state'), 'clockbehind', 'the house says so');
select is(pg_temp.outcome(format('select scheduler.round_void(%s, %L)', :round, pg_temp.secret(:round))), 'true', 'the round is void');
select is(void_reason, 'the clock was set back', 'and says why') from hippo.round where round_id = :round;
select is(pg_temp.due(), 'open 1000', 'the next one opens after the time that a result is shown');
select pg_temp.by(1000), scheduler.round_open() \g /dev/null
select is(pg_temp.sale(), 'done', 'and sells');
select is(pg_temp.proof(), '', 'the books hold');
select is((select count(*) from hippo.ticket where state = 'refundable'), 2::bigint, 'the tickets of the void one are to be refunded');

-- A year ahead, then right again -----------------------------------------------------------------------------------

-- In each phase: the clock goes a year ahead, the round comes to that phase, the clock is set right.
create function pg_temp.ahead_until(p_phase text) returns bigint language plpgsql as $$
declare
    v_right bigint := pg_temp.now_ms() + 10000;
    v_round bigint;
begin
    if p_phase = 'betting' then
        perform pg_temp.at(v_right + pg_temp.year());
    end if;
    v_round := scheduler.round_open();
    update hippo.sign_in set expires_at = hippo.clock() + interval '12 hours';
    if pg_temp.sale() <> 'done' then
        raise exception 'no sale';
    end if;
    if p_phase = 'betting' then
        update hippo.sign_in set expires_at = expires_at - interval '365 days';
        perform pg_temp.at(v_right);
        return v_round;
    end if;
    perform pg_temp.at(v_right + pg_temp.year()), scheduler.round_lock(v_round);
    if p_phase <> 'locked' then
        perform scheduler.round_race(v_round, 1000000, 1750);
    end if;
    if p_phase in ('finished', 'settled') then
        perform pg_temp.by(3000), pg_temp.finish(v_round, 1);
    end if;
    if p_phase = 'settled' then
        perform scheduler.round_settle(v_round);
    end if;
    perform pg_temp.at(v_right);
    return v_round;
end
$$;
create function pg_temp.carry_out() returns text language plpgsql as $$
declare
    v_round bigint := pg_temp.newest();
    v_move text := (select next_move from scheduler.state());
begin
    if v_move = 'void' then
        perform scheduler.round_void(v_round, pg_temp.secret(v_round));
    elsif v_move = 'settle' then
        perform scheduler.round_settle(v_round);
    end if;
    return v_move;
end
$$;
select pg_temp.run_out(pg_temp.newest()) \g /dev/null

select pg_temp.ahead_until('betting') as stuck \gset
select is(pg_temp.due(), 'void 0', 'opened in a year: void at once, not a lock in a year');
select is(pg_temp.health('status') || pg_temp.health('clock', 'state'), 'clockbehind', 'the house says so');
select is(pg_temp.sale(), 'HP409 clock_wrong', 'and sells nothing');
select is(pg_temp.carry_out() || pg_temp.due(), 'voidopen 1000', 'the next opens within the time that a result is shown');
select is(closes_at - voided_at, interval '1 s', 'and everybody is told so') from hippo.round where round_id = :stuck;
select pg_temp.by(1000), scheduler.round_open() \g /dev/null
select is(opened_at, hippo.clock(), 'the house goes on by the right clock') from hippo.round where round_id = pg_temp.newest();
select is(pg_temp.sale() || pg_temp.proof(), 'done', 'it sells, and the books hold');
select pg_temp.run_out(pg_temp.newest()) \g /dev/null

-- An admin is quicker than the scheduler.
select pg_temp.ahead_until('betting') as stuck \gset
select is(api.round_void(pg_temp.token('ada'), 'void-stuck', pg_temp.print(), :stuck, 'stuck') ->> 'requested', 'true',
    'an admin has a stuck round made void');
select is(pg_temp.carry_out() || pg_temp.due(), 'voidopen 1000', 'it is, and the house goes on');
select is(void_reason, 'stuck', 'for the admin''s reason') from hippo.round where round_id = :stuck;
select is((select string_agg(state::text, ' ') from hippo.ticket where round_id = :stuck), 'refundable', 'its ticket is to be refunded');
select pg_temp.by(1000), scheduler.round_open() \g /dev/null
select pg_temp.run_out(pg_temp.newest()) \g /dev/null

select is(pg_temp.ahead_until('locked') is not null and pg_temp.due() = 'void 0', true, 'locked in a year: void at once');
select is(pg_temp.carry_out() || pg_temp.due(), 'voidopen 1000', 'and on');
select pg_temp.by(1000), scheduler.round_open() \g /dev/null
select pg_temp.run_out(pg_temp.newest()) \g /dev/null

select is(pg_temp.ahead_until('racing') is not null and pg_temp.due() = 'void 0', true, 'racing in a year: void at once');
select is(pg_temp.carry_out() || pg_temp.due(), 'voidopen 1000', 'and on');
select pg_temp.by(1000), scheduler.round_open() \g /dev/null
select pg_temp.run_out(pg_temp.newest()) \g /dev/null

select pg_temp.ahead_until('finished') as stuck \gset
select is(pg_temp.due(), 'settle 0', 'what has its result is settled');
select is(pg_temp.outcome(format('select scheduler.round_void(%s, %L)', :stuck, pg_temp.secret(:stuck))), 'HP409', 'and not made void');
select is(pg_temp.carry_out() || pg_temp.due(), 'settleopen 1000', 'shown as long as any result, and on');
select pg_temp.by(1000), scheduler.round_open() \g /dev/null
select pg_temp.run_out(pg_temp.newest()) \g /dev/null

select pg_temp.ahead_until('settled') as stuck \gset
select is(pg_temp.due(), 'open 0', 'settled in a year: the next opens at once');
select scheduler.round_open() \g /dev/null
select is(opened_at, hippo.clock(), 'by the right clock') from hippo.round where round_id = pg_temp.newest();
select is((subject, before ->> 'closesAt', after ->> 'opensAt'),
    (n.round_id::text, hippo.rfc3339(o.closes_at), hippo.rfc3339(n.opened_at)), 'the journal says that it is not in order')
from hippo.journal, hippo.round n, hippo.round o
where action = 'clock_back' and n.round_id = pg_temp.newest() and o.round_id = n.round_id - 1;
select is(pg_temp.proof(), '', 'and the proof reads it');
select pg_temp.run_out(pg_temp.newest()) \g /dev/null
savepoint unsaid;
alter table hippo.journal disable trigger user;
delete from hippo.journal where action = 'clock_back';
select matches(pg_temp.proof(), 'a round opens when the one before has closed: ' || :stuck + 1, 'unsaid it is a violation');
rollback to unsaid;

-- A void round whose end is near still closes when it would have ended: rounds keep their rhythm.
select pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = pg_temp.newest() \g /dev/null
select scheduler.round_open() as round \gset
select pg_temp.by(2000), hippo.round_void_request(:round, 'a test'), scheduler.round_void(:round, pg_temp.secret(:round)) \g /dev/null
select is(pg_temp.due(), 'open 6000', 'an ordinary void changes nothing of the rhythm');
select pg_temp.by(6000), scheduler.round_open() as round \gset

-- What the scheduler measures --------------------------------------------------------------------------------------

select is(pg_temp.outcome(format('select scheduler.clock_tell(%s, %s, %s)', a, b, c)), 'HP400', 'three numbers, no fewer')
from (values ('null', '0', '0'), ('0', 'null', '0'), ('0', '0', 'null'), ('-1', '0', '0')) as bad (a, b, c);
update hippo.house_clock set lived_at = hippo.clock();
select is(pg_temp.tell(0), 'right 0', 'a new leader has measured nothing');
select pg_temp.by(1000) \g /dev/null
select is(pg_temp.tell(1000, 2000, -2000), 'right 0', 'two seconds are within the bound');
select is(pg_temp.sale(), 'done', 'and sales go on');
select count(*) as entries from hippo.journal where action like 'clock\_%' \gset
select is(pg_temp.tell(0, 2001), 'jumped 2001 changed', 'more is a jump');
select is(pg_temp.sale(), 'HP409 clock_wrong', 'after which this round sells nothing');
select is(pg_temp.sale('bert'), 'HP409 clock_wrong', 'at no till');
select is(pg_temp.alarm(), '{"kind": "clock", "state": "jumped", "skewMs": 2001}', 'the admins are told');
select is((select (subject, after::text)::text from hippo.journal where action = 'clock_jumped' order by seq desc limit 1),
    '(,"{""skewMs"" : 2001}")', 'it is on record');
select is(pg_temp.health('status') || pg_temp.health('clock', 'state') || pg_temp.health('clock', 'skewMs'), 'clockjumped2001',
    'and in the house''s health');
select is(pg_temp.health('clock', 'since'), hippo.rfc3339(hippo.clock()), 'since when, too');
select is(pg_temp.tell(400), 'jumped 2001', 'it is told once');
select is((select count(*) from hippo.journal where action like 'clock\_%'), (:entries + 1)::bigint, 'and once on record');
select pg_temp.run_out(:round) \g /dev/null
select scheduler.round_open() as round \gset
select is(pg_temp.sale(), 'done', 'the next round sells: all its times are of the clock as it is');
select is(pg_temp.health('status'), 'ok', 'and all is well');
select is(pg_temp.tell(0, -2001), 'jumped -2001 changed', 'a jump back is one too');
select is(pg_temp.sale(), 'HP409 clock_wrong', 'with the same end');
select pg_temp.run_out(:round) \g /dev/null
select scheduler.round_open() as round \gset

-- While no leader looked: the clock is before what the house has seen.
select pg_temp.tell(1000), pg_temp.by(-2000) \g /dev/null
select is(pg_temp.tell(0), 'right 0', 'two seconds before what a leader saw last');
select pg_temp.tell(0), pg_temp.by(4000), pg_temp.tell(2000), pg_temp.by(-2001) \g /dev/null
select is(pg_temp.health('clock', 'state') || pg_temp.health('clock', 'skewMs'), 'behind-2001', 'before anybody deals with it, health knows');
select is(pg_temp.tell(0), 'jumped -2001 changed', 'more is a jump, for a new leader too');
select pg_temp.run_out(:round) \g /dev/null
select scheduler.round_open() as round \gset

-- Apart: as long as it lasts.
select is(pg_temp.tell(0, 0, -2001), 'apart -2001 changed', 'the scheduler''s clock and the database''s differ');
select is(pg_temp.sale(), 'HP409 clock_wrong', 'nothing is sold');
select is(pg_temp.alarm(), '{"kind": "clock", "state": "apart", "skewMs": -2001}', 'the admins are told');
select pg_temp.run_out(:round) \g /dev/null
select scheduler.round_open() as round \gset
select is(pg_temp.sale(), 'HP409 clock_wrong', 'in the next round neither');
select is(pg_temp.tell(400, 0, -2500), 'apart -2500', 'still');
select is(pg_temp.health('clock', 'skewMs'), '-2500', 'by how much is up to date');
select is(pg_temp.tell(400, 0, -2000), 'right 0 changed', 'until they agree');
select is(pg_temp.sale(), 'done', 'sales go on in the same round');
select is((select string_agg(action, ' ' order by seq) from (select * from hippo.journal where action like 'clock\_%' order by seq desc
    limit 2) j), 'clock_apart clock_right', 'all of it on record');
select is(pg_temp.tell(0, 2500, 3000), 'apart 3000 changed', 'a jump that leaves the clocks apart');
select is(pg_temp.tell(0, -3000, 0), 'jumped -3000 changed', 'one that brings them together is still a jump');
select pg_temp.run_out(:round) \g /dev/null
select scheduler.round_open() as round \gset
select pg_temp.set('clock_skew_max_ms', 60000) \g /dev/null
select is(pg_temp.tell(0, 59999, -60000), 'right 0', 'the bound is a setting');
select pg_temp.set('clock_skew_max_ms', 2000) \g /dev/null
select is(pg_temp.proof(), '', 'the books hold through all of it');

-- What cannot be undone --------------------------------------------------------------------------------------------

select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as won \gset
select pg_temp.run_out(:round) \g /dev/null
update hippo.house_clock set lived_at = hippo.clock();
select pg_temp.now_ms() as today \gset
select count(*) as people from hippo.sign_in \gset
select count(*) as claims from hippo.claim \gset
select hippo.throttle_fail('a test', 5, interval '15 minutes') \g /dev/null
update hippo.setting set value = '0' where name = 'proof_hour';
insert into hippo.proof_run (day, started_at) values (hippo.house_day(hippo.clock()), hippo.clock());
create function pg_temp.pulses() returns text language plpgsql as $$
declare
    v_told json;
begin
    for i in 1 .. 3 loop
        perform pg_temp.by(400), pg_temp.tell(400);
        v_told := scheduler.pulse();
    end loop;
    return concat_ws(' ', 'expired ' || (v_told ->> 'expired'), 'proof ' || (v_told ->> 'proofDue'),
        'people ' || (select count(*) from hippo.sign_in), 'claims ' || (select count(*) from hippo.claim),
        'failures ' || (select count(*) from hippo.throttle where subject = 'a test'));
end
$$;
create function pg_temp.untouched(p_people bigint, p_claims bigint) returns text language sql as $$
    select format('expired 0 proof false people %s claims %s failures 1', p_people, p_claims)
$$;
select pg_temp.at(:today + 90 * 86400000::bigint + 3600000) \g /dev/null
select is(pg_temp.pulses(), pg_temp.untouched(:people, :claims), 'an hour past all claims'' end, by a jump: nobody loses anything');
select pg_temp.at(:today + 91 * 86400000::bigint) \g /dev/null
select is(pg_temp.pulses(), pg_temp.untouched(:people, :claims), 'a day: nobody');
select pg_temp.at(:today + 90 * 86400000::bigint + pg_temp.year()) \g /dev/null
select is(pg_temp.pulses(), pg_temp.untouched(:people, :claims), 'a year: nobody');
select matches(pg_temp.health('clock', 'livedBehindMs'), '^[0-9]{11}$', 'health says by how much the house has not lived through');
select pg_temp.at(:today), pg_temp.tell(0, -1 * pg_temp.year()) \g /dev/null
select is(pg_temp.pulses(), pg_temp.untouched(:people, :claims), 'right again: the pulse goes on, and nobody has lost anything');

-- The time that was lived.
update hippo.house_clock set lived_at = hippo.clock();
create function pg_temp.behind() returns bigint language sql as $$
    select hippo.ms(hippo.clock()) - hippo.ms(lived_at) from hippo.house_clock
$$;
select pg_temp.by(1000000), pg_temp.tell(400000) \g /dev/null
select is(pg_temp.behind(), 599600::bigint, 'it grows by what the scheduler measured, and a thousandth');
select pg_temp.by(10000), pg_temp.tell(1000000) \g /dev/null
select is(pg_temp.behind(), 0::bigint, 'but not past the clock');
select pg_temp.by(-5000), pg_temp.tell(1000) \g /dev/null
select is(pg_temp.behind(), -5000::bigint, 'and it does not go back with it');
select is(hippo.lived(), hippo.clock(), 'though what is done by it is never ahead of the clock');
select pg_temp.by(5000) \g /dev/null

-- Down for a hundred days: nothing expires for the first that pass, until an admin has looked.
create function pg_temp.sign_in_again(p_user text) returns void language sql as $$
    delete from hippo.sign_in where token_hash = pg_temp.token(p_user);
    select pg_temp.sign_in(p_user);
$$;
select pg_temp.by(100 * 86400000::bigint), pg_temp.sign_in_again('ada') \g /dev/null
select scheduler.round_open() \g /dev/null
select is(pg_temp.pulses(), pg_temp.untouched(:people, :claims), 'a house that was down takes nobody''s prize at its start');
select pg_temp.tell(0, 3000) \g /dev/null
select is(pg_temp.refusal($$ select api.clock_confirm(pg_temp.token('ada'), 'confirm-1', pg_temp.print(), 'looked') $$), 'HP409 clock_wrong',
    'a clock that jumped just now is not confirmed');
select pg_temp.run_out(pg_temp.newest()), scheduler.round_open(), pg_temp.tell(0) \g /dev/null
select is(pg_temp.refusal($$ select api.clock_confirm(pg_temp.token('ada'), 'confirm-1', pg_temp.print(), ' ') $$), 'HP400 bad_parameter',
    'nor without a reason');
select matches(api.clock_confirm(pg_temp.token('ada'), 'confirm-1', pg_temp.print(), 'looked')::text,
    format('^{"livedAt" : "%s", "behindMs" : 86[0-9]{8}}$', hippo.rfc3339(hippo.clock())), 'an admin confirms the clock');
select is((select (by.username, reason)::text from hippo.journal join hippo.app_user by using (user_id) where action = 'clock_confirm'),
    '(ada,looked)', 'on record');
select is(pg_temp.behind(), 0::bigint, 'and the house''s time is the clock''s');
select pg_temp.by(60000), pg_temp.tell(60000) \g /dev/null
select is((scheduler.pulse() ->> 'expired')::bigint, (:claims)::bigint, 'then what is too old expires');
select is(pg_temp.state(:'won'), 'expired', 'for good');
select is((select count(*) from hippo.throttle where subject = 'a test'), 0::bigint, 'failures of long ago are forgotten');
select is(pg_temp.proof(), '', 'the books hold');

-- What a clock that was ahead leaves behind.
insert into hippo.throttle (subject, failures, failed_at, retry_at) values
    ('far', 9, hippo.clock() + interval '1 year', hippo.clock() + interval '1 year'),
    ('near', 9, hippo.clock(), hippo.clock() + interval '15 minutes');
select is(pg_temp.refusal('select hippo.throttle_wait(''far'')'), 'done', 'nobody waits for a year');
select is(pg_temp.refusal('select hippo.throttle_wait(''near'')', 'retryAfterMs'), 'HP429 too_many_attempts retryAfterMs=900000',
    'but for a quarter of an hour');
select pg_temp.by(pg_temp.year()), pg_temp.sign_in_again('abe') \g /dev/null
select pg_temp.by(-1 * pg_temp.year()), pg_temp.by(60001), pg_temp.tell(60001), scheduler.pulse() \g /dev/null
select is((select count(*) from hippo.sign_in where token_hash = pg_temp.token('abe')), 0::bigint,
    'nor is anybody signed in for a year');
select is((select count(*) from hippo.sign_in where token_hash = pg_temp.token('ada')), 1::bigint, 'others stay');

select * from finish();
rollback;
