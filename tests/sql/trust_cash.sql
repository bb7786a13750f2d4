-- SPDX-License-Identifier: MIT
-- Nobody takes cash out of a till alone, unseen: what is short counts for a cashier's day, cash that leaves needs a reason and from
-- some sum on another person, and a count is blind.
begin;
select plan(72);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null

create function pg_temp.hours(p_hours numeric) returns void language sql as $$
    select pg_temp.at(pg_temp.now_ms() + (p_hours * 3600000)::bigint)
$$;
create function pg_temp.sign_in_all() returns void language sql as $$
    delete from hippo.sign_in;
    select pg_temp.sign_in(username) from hippo.app_user
$$;
-- Opens a till with a float of 1 000.00 and counts it, so much off: the state of the session.
create function pg_temp.session(p_user text, p_till bigint, p_off bigint, p_by text default null, p_reason text default null)
returns text language plpgsql as $$
begin
    perform pg_temp.open_till(p_user, p_till);
    return pg_temp.close_till(coalesce(p_by, p_user), json_build_object('1', 100000 + p_off), p_reason,
                              case when p_by is not null then p_till end) ->> 'state';
end
$$;
create function pg_temp.verify(p_user text, p_till bigint) returns json language sql as $$
    select api.till_verify(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(),
        (select max(till_session_id) from hippo.till_session where till_id = p_till), 'a test')
$$;

-- The tolerance is a day's --------------------------------------------------------------------------------------------

select is(pg_temp.session('anna', 1, -6000), 'closed', 'a cashier is short within the tolerance of 100.00');
select is(pg_temp.session('anna', 1, -4000), 'closed', 'and again, up to it');
select is(pg_temp.session('anna', 1, -1), 'counted', 'then not by a centime: closing and opening gives no new allowance');
select is(pg_temp.verify('sam', 1) ->> 'state', 'closed', 'another person looks at it');
select is(pg_temp.session('anna', 2, -1), 'counted', 'nor at another till');
select pg_temp.verify('sam', 2) \g /dev/null
select is(pg_temp.session('anna', 1, 0), 'closed', 'nothing short closes');
select is(pg_temp.session('anna', 1, 10000), 'closed', 'so does what is over, within the tolerance');
select is(pg_temp.session('anna', 1, -1), 'counted', 'which makes up for nothing');
select pg_temp.verify('sue', 1) \g /dev/null
select is(pg_temp.session('anna', 1, 10001), 'counted', 'over by more waits as well');
select pg_temp.verify('sue', 1) \g /dev/null
select is(pg_temp.session('bert', 1, -10000), 'closed', 'another cashier has an own tolerance');
select is(pg_temp.session('carl', 3, -20000), 'counted', 'short by more');
select pg_temp.verify('sid', 3) \g /dev/null
select is(pg_temp.session('carl', 3, -10000), 'closed', 'what another person has seen is not counted twice');
select is(pg_temp.session('bert', 1, -500, 'sam'), 'closed', 'where a supervisor counted, somebody has seen it');
select is(pg_temp.session('bert', 1, -10001, 'sam'), 'counted', 'over the tolerance only with a reason');
select pg_temp.verify('sue', 1) \g /dev/null
select is(pg_temp.session('sam', 1, -10000) || ' ' || pg_temp.session('sam', 1, -100), 'closed counted', 'a supervisor''s own till is no other');
select pg_temp.verify('sue', 1) \g /dev/null
-- Midnight in Port-au-Prince is 05:00 UTC; the house began at 12:00.
select pg_temp.hours(16.9), pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.session('anna', 1, -1), 'counted', 'late in the evening it is the same day');
select pg_temp.verify('sam', 1) \g /dev/null
select pg_temp.hours(0.2), pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.session('anna', 1, -10000), 'closed', 'the next day has its own');

-- The limit of voids is a day's, too, in a session that began the day before.
select pg_temp.set('void_limit', 1) \g /dev/null
select pg_temp.hours(23.5), pg_temp.sign_in_all() \g /dev/null
select pg_temp.open_till('anna', 1) \g /dev/null
select pg_temp.hours(1), pg_temp.sign_in_all(), scheduler.round_open() \g /dev/null
select pg_temp.void('anna', pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number') \g /dev/null
select pg_temp.close_till('anna', '{"1": 100000}'), pg_temp.open_till('anna', 1) \g /dev/null
select is(pg_temp.refusal('select pg_temp.void(''anna'', pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'') ->> ''number'')'), 'HP409 void_limit',
    'what was voided after midnight in yesterday''s session is today''s');
select pg_temp.close_till('anna', '{"1": 100000}') \g /dev/null

-- Cash that leaves ------------------------------------------------------------------------------------------------------

create function pg_temp.out(p_user text, p_kind text, p_amount bigint, p_till bigint default null, p_why text default 'a broom') returns text
language sql as $$
    select pg_temp.refusal(format('select api.till_movement(%L, pg_temp.key(), pg_temp.print(), %s, %L, %s, null, %L)', pg_temp.token(p_user),
                                  coalesce(p_till::text, 'null'), p_kind, p_amount, p_why), 'name', 'from')
$$;
select pg_temp.hours(12), pg_temp.sign_in_all() \g /dev/null
select pg_temp.open_till('anna', 1, 50000000), pg_temp.open_till('sam', 2, 50000000) \g /dev/null
select is(pg_temp.out('anna', 'cash_out', 1, null, why), 'HP400 bad_parameter name=description', what)
from (values (null, 'a centime is not paid out without a reason'), ('', 'nor with an empty one'), ('   ', 'nor with blanks')) as w (why, what);
select is(pg_temp.out('anna', kind, 1000000), 'HP403 needs_supervisor from=1000000', 'so much is not taken out alone: ' || kind)
from unnest('{cash_out,withdrawal,drop}'::text[]) kind;
select is(pg_temp.out('anna', kind, 1000000), 'done', 'what comes in does not matter: ' || kind) from unnest('{cash_in,deposit,supply}'::text[]) kind;
select is(pg_temp.out('anna', 'cash_out', 400000) || ', ' || pg_temp.out('anna', 'withdrawal', 300000) || ', '
    || pg_temp.out('anna', 'drop', 299999), 'done, done, done', 'less is');
select is(pg_temp.out('anna', kind, 1), 'HP403 needs_supervisor from=1000000', 'but not in pieces: ' || kind)
from unnest('{cash_out,withdrawal,drop}'::text[]) kind;
select pg_temp.move('sue', 'withdrawal', 52000000 - 1000000, 1) \g /dev/null
select is(pg_temp.cash(1), 1000001::bigint, 'a supervisor takes it out, at that till');
select pg_temp.close_till('anna', '{"1": 1000001}'), pg_temp.open_till('anna', 1, 3000000) \g /dev/null
select is(pg_temp.out('anna', 'drop', 1), 'HP403 needs_supervisor from=1000000', 'opening the till again gives no new allowance');
select is(pg_temp.out('sam', 'cash_out', 1000000), 'HP403 needs_supervisor from=1000000', 'at the own till a supervisor is alone, too');
select is(pg_temp.out('sam', 'cash_out', 1000000, 1), 'done', 'at another''s not');
select is(pg_temp.out('sam', 'cash_out', 999999), 'done', 'which does not count at the own');
select is(pg_temp.out('sue', 'drop', 1000000, 2), 'done', 'there another supervisor does it');
select is(pg_temp.out('sid', 'drop', 1000000, 2), 'HP403 forbidden', 'of the shop');
select pg_temp.close_till('sam', '{"100000": 480, "1": 1}'), pg_temp.open_till('bert', 2, 3000000) \g /dev/null
select is(pg_temp.out('sue', 'drop', 1000000, 2) || ', ' || pg_temp.out('bert', 'drop', 999999), 'done, done',
    'what another person took out of a till is not its cashier''s');
select pg_temp.close_till('bert', '{"1": 1000001}'), pg_temp.open_till('sam', 2, 50000000) \g /dev/null
-- An account that was taken in hand since the till opened is no other person.
select api.user_password(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, pg_temp.hash()) from hippo.app_user where username = 'sue' \g /dev/null
select pg_temp.sign_in('sue') \g /dev/null
select is(pg_temp.out('sue', kind, 1000000, 1), 'HP403 rights_too_new', 'a supervisor whose password was set since takes no such sum out: ' || kind)
from unnest('{cash_out,withdrawal,drop}'::text[]) kind;
select is(pg_temp.out('sue', 'supply', 1000000, 1) || ', ' || pg_temp.out('sue', 'drop', 1000, 1), 'done, done', 'but puts in, and takes less');
select pg_temp.hours(24), pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.out('anna', 'drop', 999999), 'done', 'a new day has its own limit, in a session that goes on');
select pg_temp.set('cash_out_supervisor_from', 5000) \g /dev/null
select pg_temp.hours(24), pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.out('anna', 'drop', 4999) || ', ' || pg_temp.out('anna', 'drop', 1), 'done, HP403 needs_supervisor from=5000', 'the limit is a setting');

-- A count is blind ------------------------------------------------------------------------------------------------------

create temp table told (who text, what text, answer text);
insert into told
select who, what, pg_temp.outcome(format('select %s', call))
from (values
    ('anna', 'the till', 'api.till_get(pg_temp.token(''anna''), null)'), ('anna', 'the till by its number', 'api.till_get(pg_temp.token(''anna''), 1)'),
    ('anna', 'the report', 'api.till_report(pg_temp.token(''anna''), null, null)'), ('anna', 'the report by its number', 'api.till_report(pg_temp.token(''anna''), 1, null)'),
    ('anna', 'the list of tills', 'api.till_list(pg_temp.token(''anna''), null, null, 100)'),
    ('anna', 'a movement', 'pg_temp.move(''anna'', ''deposit'', 500)'), ('anna', 'who it is', 'api.me(pg_temp.token(''anna''))'),
    ('anna', 'what it may not move', 'pg_temp.move(''anna'', ''drop'', 1000000000000)'),
    ('anna', 'the channel''s snapshot', 'hippo.channel_snapshot(''till:1'')'),
    ('anna', 'the channel''s event', '(select pg_temp.told_till(1))'),
    ('sam', 'the own till, for a supervisor', 'api.till_get(pg_temp.token(''sam''), null)'),
    ('sam', 'the report of it', 'api.till_report(pg_temp.token(''sam''), 2, null)'),
    ('sam', 'a movement there', 'pg_temp.move(''sam'', ''deposit'', 500)')) as c (who, what, call) where what <> 'the channel''s event';
select pg_temp.move('anna', 'deposit', 700), scheduler.pulse() \g /dev/null
insert into told select 'anna', 'the channel''s event', data::text from hippo.stream_event where channel = 'till:1' order by "offset" desc limit 1;
create function pg_temp.leaks(p_answer text, p_till bigint) returns boolean language sql as $$
    select p_answer ~* 'expected|available|"cash"|"amount"\s*:\s*[0-9]{7}' or p_answer ~ ('\m' || pg_temp.cash(p_till) || '\M')
$$;
select is(pg_temp.leaks(answer, case who when 'anna' then 1 else 2 end), false, 'no sum is told: ' || what) from told order by what;
select is(api.till_get(pg_temp.token('anna'), null) #>> '{session,totals}', '{"float" : 3000000, "sales" : {"count" : 0}, "voids" : {"count" : 0}, '
    '"payments" : {"count" : 0}, "refunds" : {"count" : 0}}', 'how often is told, and the float that it counted itself');
select is((select (i #>> '{session,expectedCash}') is null from json_array_elements(api.till_list(pg_temp.token('sam'), null, null, 100) -> 'items') i
    where i ->> 'tillId' = '2'), true, 'nor in the list, what is in a supervisor''s own till');
select is(pg_temp.refusal('select hippo.till_cash_require(till_session_id, 1000000000) from hippo.till_book where till_id = 1', 'amount', 'available'),
    'HP409 till_cash amount=1000000000', 'nor in the refusal of a payment');
-- Who does not count it, sees it.
select is((api.till_get(pg_temp.token(who), 1) #>> '{session,totals,expectedCash}')::bigint, pg_temp.cash(1), 'who does not count sees it: ' || who)
from unnest('{sam,sue,ada,olga}'::text[]) who;
select is((select (i #>> '{session,expectedCash}')::bigint from json_array_elements(api.till_list(pg_temp.token('sam'), null, null, 100) -> 'items') i
    where i ->> 'tillId' = '1'), pg_temp.cash(1), 'in the list, too');
select pg_temp.move('sue', 'deposit', 500, 1) ->> 'cash' as cash \gset
select is(:cash::bigint, pg_temp.cash(1), 'and what a movement at another''s till leaves in it');
select is((pg_temp.close_till('anna', '{"1": 7}') #>> '{count,expected}')::bigint, pg_temp.cash(1), 'once it is counted the cashier is told');

select pg_temp.close_till('sam', '{"1": 7}') \g /dev/null
select is((select (i #>> '{session,expectedCash}')::bigint from json_array_elements(api.till_list(pg_temp.token('sam'), null, null, 100) -> 'items') i
    where i ->> 'tillId' = '2'), pg_temp.cash(2), 'a supervisor, too');

-- What others did at a till is not the next cashier's to see.
select pg_temp.verify('sam', 1), pg_temp.open_till('bert', 1, 600), pg_temp.move('bert', 'deposit', 400) \g /dev/null
select is(array(select i ->> 'kind' from json_array_elements(api.till_movements(pg_temp.token('bert'), null, null, null, 100) -> 'items') i),
    '{deposit,till_open}', 'a cashier sees the movements of the own session');
select cmp_ok(json_array_length(api.till_movements(pg_temp.token('sam'), 1, null, null, 100) -> 'items'), '>', 20, 'a supervisor all of the till''s');

select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
