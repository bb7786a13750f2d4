-- SPDX-License-Identifier: MIT
-- Nothing runs out silently: a till's ticket numbers, failed sign-ins and scans by millions, sessions of one user.
begin;
select plan(41);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

select pg_temp.furnish() as round \gset
create function pg_temp.alarms() returns bigint language sql as $$
    select count(*) from hippo.stream_event where channel = 'admin' and event = 'alarm' and data ->> 'kind' = 'till_numbers'
$$;
-- A till that has written so many entries: the chain goes on from there.
create function pg_temp.used(p_till integer, p_seq bigint) returns void language sql as $$
    update hippo.till_book set seq = p_seq where till_id = p_till;
    update hippo.pulse_till set seq = p_seq where till_id = p_till;
$$;
create function pg_temp.sale(p_user text) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.sell(%L, ''{win 6}'', ''{2500}'')', p_user))
$$;

-- A till's numbers -------------------------------------------------------------------------------------------------

select is(hippo.till_seq_max() + 1, 1000000000::bigint, 'a till has a thousand million numbers, from 0 on');
select is(ticket_base % (hippo.till_seq_max() + 1), 0::bigint, 'till ' || till_id || '''s end where the next one''s begin') from hippo.till_book order by till_id;
select scheduler.pulse() \g /dev/null
select pg_temp.used(1, hippo.till_seq_warn() - 2), pg_temp.sale('anna') \g /dev/null
select is((scheduler.pulse() ->> 'tills')::integer || ' ' || pg_temp.alarms(), '1 0', 'under nine tenths there is nothing to say');
select is(api.health() ->> 'warnings', '[]', 'nor to anybody');
select is(pg_temp.sale('anna'), 'done', 'the one that passes them');
select scheduler.pulse() \g /dev/null
select is(data::jsonb - '{event,roundId,serverTime}'::text[], jsonb_build_object('kind', 'till_numbers', 'tillId', 1, 'used',
    hippo.till_seq_warn(), 'of', hippo.till_seq_max()), 'tells the admins')
from hippo.stream_event where channel = 'admin' and event = 'alarm';
select is(api.health() ->> 'warnings', '["till_numbers"]', 'and the house''s health');
select pg_temp.sale('anna') from generate_series(1, 2) \g /dev/null
select scheduler.pulse(), pg_temp.sale('anna') \g /dev/null
select is((scheduler.pulse() ->> 'tills')::integer || ' ' || pg_temp.alarms(), '1 1', 'once');

select pg_temp.sale('bert'), pg_temp.used(2, hippo.till_seq_max() - 10000000) \g /dev/null
select is(pg_temp.sale('bert'), 'done', 'a till sells on in the round in which it is');
select is((select max(ticket_id) / 1000000000 from hippo.ticket t join hippo.till_session using (till_session_id) where till_id = 2),
    (select ticket_base / 1000000000 from hippo.till_book where till_id = 2), 'with numbers of its own');
select hippo.ticket_number(max(ticket_id)) as last from hippo.ticket join hippo.till_session using (till_session_id) where till_id = 2 \gset
select is(hippo.ticket_id(:'last'), (select max(ticket_id) from hippo.ticket join hippo.till_session using (till_session_id) where till_id = 2),
    'that are read back from paper');
select pg_temp.run_out(:round), scheduler.round_open() as round \gset
select is(pg_temp.sale('bert'), 'HP409 till_full', 'it enters no other round');
select is(pg_temp.sale('carl'), 'done', 'others do');
select is(pg_temp.refusal(format('select pg_temp.move(''bert'', ''deposit'', 500)')), 'done', 'it still moves cash');
select pg_temp.used(2, hippo.till_seq_max() - 1) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.move(''bert'', ''deposit'', 500)')), 'done', 'up to the last entry');
select is((seq, seq + ticket_base < (select ticket_base + 1000000000 from hippo.till_book where till_id = 2)), (hippo.till_seq_max(), true),
    'which is the last before the next till''s') from hippo.till_book where till_id = 2;
select is(pg_temp.refusal(format('select pg_temp.move(''bert'', ''deposit'', 500)')), 'HP409 till_full', 'the thousand millionth is refused');
select is((select seq from hippo.till_book where till_id = 2), hippo.till_seq_max(), 'and changes nothing');

-- Failed attempts --------------------------------------------------------------------------------------------------

create function pg_temp.fail(p_user text) returns void language sql as $$
    select api.login_finish((select user_id from hippo.app_user where username = p_user), p_user, '10.0.0.9', false, null, 'test')
$$;
create function pg_temp.written(p_action text) returns bigint language sql as $$
    select count(*) from hippo.journal where action = p_action
$$;
select pg_temp.fail('abe') from generate_series(1, 1000) \g /dev/null
select is(pg_temp.written('sign_in_failed'), 1000::bigint, 'a thousand failures of a user are written one by one');
select pg_temp.fail('abe') from generate_series(1, 700) \g /dev/null
select is(pg_temp.written('sign_in_failed'), 1000::bigint, 'the next ones are not');
select pg_temp.fail('ada') \g /dev/null
select is(pg_temp.written('sign_in_failed'), 1001::bigint, 'another user''s are');
select pg_temp.fail('nobody') \g /dev/null
update hippo.failure_tally set written = 9999 where subject = 'sign-in of nobody';
select pg_temp.fail('name' || i) from generate_series(1, 1000) i \g /dev/null
select is(pg_temp.written('sign_in_failed'), 1003::bigint, 'of names that nobody has, ten thousand in all');
select is((select count(*) from hippo.failure_tally), 3::bigint, 'counted in rows of users, not of names');
select pg_temp.at(pg_temp.now_ms() + 60000), scheduler.pulse() \g /dev/null
select set_eq($$ select subject, (after ->> 'untold')::integer from hippo.journal where action = 'sign_in_failed' and after is not null $$,
    $$ values ('sign-in as abe', 700), ('sign-in of nobody', 999) $$, 'once a minute the journal is told how many they were');
select pg_temp.at(pg_temp.now_ms() + 60000), scheduler.pulse() \g /dev/null
select is(pg_temp.written('sign_in_failed'), 1005::bigint, 'once');
select pg_temp.fail('abe') \g /dev/null
select pg_temp.at(pg_temp.now_ms() + 86400000), pg_temp.fail('abe') \g /dev/null
select is(pg_temp.written('sign_in_failed'), 1006::bigint, 'the next day they are written again');
select scheduler.pulse() \g /dev/null
select is((select (after ->> 'untold')::integer from hippo.journal where action = 'sign_in_failed' order by seq desc limit 1), 1,
    'and the rest of the day before is told');

select pg_temp.sign_in('carl') \g /dev/null
create function pg_temp.scans(p_count integer) returns void language sql as $$
    select api.scan_failed(pg_temp.token('carl'), '01-010001-1') from generate_series(1, p_count)
$$;
select seq as before from hippo.till_book where till_id = 3 \gset
select pg_temp.scans(1500) \g /dev/null
select is(seq - :before, 1000::bigint, 'of a cashier''s wrong scans a thousand a day use up the till''s numbers') from hippo.till_book where till_id = 3;
select pg_temp.at(pg_temp.now_ms() + 60000), scheduler.pulse() \g /dev/null
select is((select (scope, subject, after ->> 'untold')::text from hippo.journal where action = 'scan_failed' order by at desc limit 1),
    '(0,"scan by carl",500)', 'the others are told as a number');
select is((select failures from hippo.throttle where subject = 'scan by carl'), 1500, 'who scans has to wait for each of them');

-- Who fails is remembered: 100 000 subjects, the newest and those that wait.
insert into hippo.throttle (subject, failures, failed_at, retry_at, trusted_until)
select 'attacker ' || i, 1, hippo.clock() - interval '10 minutes' + i * interval '1 ms', hippo.clock() - interval '10 minutes', null
from generate_series(1, 130000) i;
insert into hippo.throttle (subject, failures, failed_at, retry_at, trusted_until) values
    ('waits', 20, hippo.clock() - interval '11 minutes', hippo.clock() + interval '4 minutes', null),
    ('trusted', 0, hippo.clock() - interval '11 minutes', hippo.clock() - interval '11 minutes', hippo.clock() + interval '9 days');
select pg_temp.at(pg_temp.now_ms() + 60000), scheduler.pulse() \g /dev/null
select cmp_ok((select count(*) from hippo.throttle), '<', 111000::bigint, 'each minute 20 000 go, so that the pulse stays short');
select pg_temp.at(pg_temp.now_ms() + 60000), scheduler.pulse() \g /dev/null
select is((select count(*) from hippo.throttle), 100000::bigint, 'until so many are left');
select is((select count(*) from hippo.throttle where subject in ('waits', 'trusted')), 2::bigint, 'those that wait, and those that are trusted, stay');
select is((select count(*) from hippo.throttle where subject = 'attacker 130000') + 2 * (select count(*) from hippo.throttle where
    subject = 'attacker 1'), 1::bigint, 'the oldest go first');
select is((select count(*) from pg_index where indrelid = 'hippo.throttle'::regclass and indkey::text = (select attnum::text from pg_attribute
    where attrelid = indrelid and attname = 'failed_at')), 1::bigint, 'the old are found by an index');

-- One user's sessions.
select count(*) as others from hippo.sign_in where user_id <> (select user_id from hippo.app_user where username = 'olga') \gset
create function pg_temp.sign_in_as_olga(p_number integer) returns void language sql as $$
    select api.login_finish(user_id, username, '10.0.0.1', true, sha256(convert_to('olga ' || p_number, 'UTF8')), 'test'),
           pg_temp.at(pg_temp.now_ms() + 1)
    from hippo.app_user where username = 'olga'
$$;
select pg_temp.sign_in_as_olga(i) from generate_series(1, 300) i \g /dev/null
select is((select count(*) from hippo.sign_in join hippo.app_user using (user_id) where username = 'olga'), 100::bigint,
    'a user has a hundred sessions at most');
select is((select count(*) from hippo.sign_in join generate_series(201, 300) i on token_hash = sha256(convert_to('olga ' || i, 'UTF8'))),
    100::bigint, 'the newest');
select is((select count(*) from hippo.sign_in where user_id <> (select user_id from hippo.app_user where username = 'olga')),
    (:others)::bigint, 'and nobody else''s end');
select is_empty($$ select * from report.audit_verify() where scope not in (1, 2) $$, 'every chain is whole');

select * from finish();
rollback;
