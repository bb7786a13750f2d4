-- SPDX-License-Identifier: MIT
-- People: signing in and its throttles, sessions and what ends them, passwords, roles and shops, cards with two persons.
begin;
select plan(174);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.id(p_user text) returns integer language sql stable as $$ select user_id from hippo.app_user
    where username = p_user $$;
-- One attempt to sign in: in, out, or what it is refused with.
create function pg_temp.attempt(p_user text, p_address text, p_is_right boolean,
    p_token text default 'attempt') returns text language plpgsql as $$
declare
    v_begun json;
    v_detail text;
begin
    v_begun := api.login_begin(p_user, p_address);
    return case when api.login_finish((v_begun ->> 'userId')::bigint, p_user, p_address, p_is_right,
        sha256(convert_to(p_token || clock_timestamp(), 'UTF8')), 'test') is null
                then 'out' else 'in' end;
exception when sqlstate 'HP429' then
    get stacked diagnostics v_detail = pg_exception_detail;
    return 'wait ' || (v_detail::json ->> 'retryAfterMs');
end
$$;
create function pg_temp.attempts(p_user text, p_address text, p_count integer) returns text language sql as $$
    select string_agg(distinct pg_temp.attempt(p_user, p_address, false), ' ') from generate_series(1, p_count)
$$;
create function pg_temp.later(p_ms bigint) returns void language sql as $$ select pg_temp.at(pg_temp.now_ms() + p_ms) $$;
create function pg_temp.update_user(p_by text, p_user text, p_role text default null, p_shop bigint default null,
    p_is_blocked boolean default null) returns json language sql as $$
    select api.user_update(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), pg_temp.id(p_user), null, p_role,
        p_shop, p_is_blocked, 'a test')
$$;

-- Signing in -------------------------------------------------------------------------------------------------------

select is(api.login_begin('anna', '10.9.9.1')::jsonb,
    jsonb_build_object('userId', pg_temp.id('anna'), 'hash', pg_temp.hash(), 'isKnown', false),
    'who signs in is checked against the own hash');
select is(api.login_begin(' ANNA ', '10.9.9.1') ->> 'userId', pg_temp.id('anna')::text, 'blanks and capitals are forgiven');
select is((b ->> 'userId', b ->> 'hash' ~ '^\$argon2id\$')::text, '(,t)',
    'nobody can tell an unknown user from a wrong password') from api.login_begin('mallory', '10.9.9.1') b;
select is(pg_temp.attempt('anna', '10.9.9.2', true), 'in', 'the right password');
select is(pg_temp.attempt('anna', '10.9.9.2', false), 'out', 'a wrong one');
select is(pg_temp.attempt('mallory', '10.9.9.2', true), 'out', 'an unknown user, whatever the password');
select is(api.login_finish(pg_temp.id('anna'), 'bert', '10.9.9.2', true, sha256('t'), null)::text, null,
    'one user''s password does not open another''s door');
select is(api.login_finish(pg_temp.id('anna'), 'anna', '10.9.9.2', null, sha256('t'), null)::text, null,
    'a check that says nothing is not right');
select is(api.login_finish(pg_temp.id('anna'), 'anna', '10.9.9.7', true, sha256('t'), null,
    replace(pg_temp.hash(), 't=2', 't=3'))::text, null, 'a password that was changed while it was checked');
select is(api.login_finish(pg_temp.id('anna'), 'anna', '10.9.9.7', true, sha256('t'), null,
    pg_temp.hash()) ->> 'username', 'anna', 'one that was not');
select is(pg_temp.refusal(format('select api.login_finish(%s, ''anna'', ''10.9.9.2'', true, ''x'', null)',
    pg_temp.id('anna'))), 'HP400 bad_parameter', 'a token hash that is none');
select is(array(select format('%s %s %s', action, subject, address) from hippo.journal where address = '10.9.9.2' order by seq),
    '{"sign_in anna 10.9.9.2","sign_in_failed anna 10.9.9.2","sign_in_failed mallory 10.9.9.2","sign_in_failed bert '
        '10.9.9.2","sign_in_failed anna 10.9.9.2"}', 'who tried, and from where, is on record');
select is((api.me(pg_temp.token('anna'))::jsonb - '{userId,expiresAt}'::text[]), '{"username": "anna", "displayName": '
    '"Anna", "role": "cashier", "shop": {"shopId": 1, "number": "01", "name": "Delmas"},
    "till": {"tillId": 1, "number": 1, "name": "Caisse 1", "sessionId": 1}, "news": null}', 'a user knows name, shop and till');
select is((api.me(pg_temp.token('ada'))::jsonb - '{userId,expiresAt}'::text[]),
    '{"username": "ada", "displayName": "Ada", "role": "admin", "shop": null, "till": null, "news": null}', 'an admin has none');

-- A session ends by itself, to the millisecond.
select pg_temp.at(12 * 3600000::bigint - 1) \g /dev/null
select is(api.me(pg_temp.token('anna')) ->> 'expiresAt', '2026-01-03T00:00:00.000Z', 'a session lasts twelve hours');
select pg_temp.later(1) \g /dev/null
select is(pg_temp.refusal(format('select %s', call)), 'HP401 not_signed_in', 'when it has run out, nothing goes: ' || call)
from unnest(array['api.me(pg_temp.token(''anna''))', 'pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')',
    'api.till_get(pg_temp.token(''anna''), null)', 'pg_temp.set(''stake_min'', 2500)']) call;
select pg_temp.sign_in(name) from (select username as name from hippo.app_user
    where pg_temp.refusal('delete from hippo.sign_in') <> '' order by 1) u \g /dev/null
select is(api.me(pg_temp.token('olga')) ->> 'username', 'olga', 'who signs in again is in');
select is(api.logout(pg_temp.token('olga'))::text, '{"signedOut" : true}', 'a user signs out');
select is(pg_temp.refusal('select api.me(pg_temp.token(''olga''))'), 'HP401 not_signed_in', 'a token that was signed out is worthless');
select is(pg_temp.refusal('select api.logout(pg_temp.token(''olga''))'), 'HP401 not_signed_in', 'and cannot be signed out again');
select pg_temp.sign_in('olga') \g /dev/null
select pg_temp.set('session_hours', 1) \g /dev/null
select pg_temp.attempt('sue', '10.9.9.3', true, 'short') \g /dev/null
select is((select expires_at - created_at from hippo.sign_in where address = '10.9.9.3'), interval '1 hour',
    'how long a session lasts is a setting');
select pg_temp.set('session_hours', 12) \g /dev/null

-- Throttles --------------------------------------------------------------------------------------------------------

select is(pg_temp.attempts('anna', '10.1.0.1', 5), 'out', 'five wrong passwords are free');
select is(pg_temp.attempt('anna', '10.1.0.1', false), 'out', 'the sixth is checked');
select is(pg_temp.attempt('anna', '10.1.0.1', true), 'wait 1000', 'then even the right one has to wait');
select is(pg_temp.attempt('bert', '10.1.0.1', true), 'in', 'but not somebody else''s');
select is(pg_temp.attempt('anna', '10.1.0.2', true), 'in', 'nor the user''s from elsewhere');
select is(array(select hippo.address_network(a) from unnest('{10.1.0.1,2001:db8:1:2:3:4:5:6,2001:db8:1:2::9,::1,unix:,""}'::text[]) a),
    '{10.1.0.1,2001:db8:1:2::/64,2001:db8:1:2::/64,::/64,unix:,""}', 'whoever has an address of IPv6 has its network');
select is(string_agg(distinct pg_temp.attempt('bert', '2001:db8:1:2::' || n, false), ' '), 'out', 'six wrong passwords from six addresses of one network')
from generate_series(1, 6) n;
select is(pg_temp.attempt('bert', '2001:db8:1:2::7', true), 'wait 1000', 'are six of one client');
select is(pg_temp.attempt('bert', '2001:db8:1:3::7', true), 'in', 'and not of its neighbour');
select is((select count(distinct address) from hippo.journal where address like '2001:db8:%'), 7::bigint, 'the journal has each address');
select pg_temp.later(999) \g /dev/null
select is(pg_temp.attempt('anna', '10.1.0.1', true), 'wait 1', 'the wait is exact');
select pg_temp.later(1) \g /dev/null
select is(pg_temp.attempt('anna', '10.1.0.1', false), 'out', 'after it one more may try');
select is(pg_temp.attempt('anna', '10.1.0.1', false), 'wait 2000', 'and waits twice as long');
select pg_temp.later(2000) \g /dev/null
select is(pg_temp.attempt('anna', '10.1.0.1', true), 'in', 'the right one is in');
select is(pg_temp.attempts('anna', '10.1.0.1', 5), 'out', 'and has all attempts again');

-- Nobody can lock anybody out: not by trying other names at the same address, not from everywhere else.
select string_agg(pg_temp.attempt('name' || i, '10.1.0.9', false), ' ') from generate_series(1, 30) i \g /dev/null
select matches(pg_temp.attempt('mallory', '10.1.0.9', false), '^wait', 'an address that tries many names has to wait');
select matches(pg_temp.attempt('carl', '10.1.0.9', true), '^wait', 'whoever comes from there for the first time');
select pg_temp.later(1000000), pg_temp.attempt('carl', '10.1.0.9', true) \g /dev/null
select string_agg(pg_temp.attempt('name' || i, '10.1.0.9', false), ' ') from generate_series(100, 140) i \g /dev/null
select matches(pg_temp.attempt('mallory', '10.1.0.9', false), '^wait', 'again it has to wait');
select is(pg_temp.attempt('carl', '10.1.0.9', true), 'in',
    'a user who was signed in from there before is not locked out by what others try there');
select pg_temp.attempt('sid', '10.1.1.1', true) \g /dev/null
select pg_temp.attempt('sid', '10.2.' || i || '.1', false) from generate_series(1, 60) i \g /dev/null
select is(pg_temp.attempt('sid', '10.3.0.1', true), 'in', 'who is attacked from everywhere gets in at a new address');
select is(pg_temp.attempt('sid', '10.3.0.2', false), 'out', 'at another one a slip of the finger');
select is(pg_temp.attempt('sid', '10.3.0.2', true), 'wait 1000', 'costs a second: there is one attempt free instead of five');
select pg_temp.later(1000) \g /dev/null
select is(pg_temp.attempt('sid', '10.3.0.2', true), 'in', 'and no more');
select is(pg_temp.attempts('sid', '10.1.1.1', 5), 'out', 'the usual one has all five');
select is(pg_temp.attempt('sid', '10.1.1.1', true), 'in', 'as if nothing were');

-- What could not be checked for all who try is no failure.
create function pg_temp.unchecked(p_user text, p_address text, p_count integer) returns text language plpgsql as $$
declare
    v_known text := '';
begin
    for i in 1 .. p_count loop
        v_known := api.login_begin(p_user, p_address) ->> 'isKnown';
        perform api.login_withdraw(p_user, p_address);
    end loop;
    return v_known;
end
$$;
select is(string_agg(distinct pg_temp.attempt('sid', '10.5.1.' || n, false), ' '), 'out', 'strangers'' three failures count')
from generate_series(1, 3) n;
select failures as failures from hippo.throttle where subject = 'sign-in as sid' \gset
select is(pg_temp.unchecked('sid', '10.1.1.1', 40), 'true', 'forty attempts that could not be checked, of somebody who is known');
select is(pg_temp.unchecked('sid', '10.4.1.1', 40), 'false', 'and of a stranger');
select is((select failures from hippo.throttle where subject = 'sign-in as sid'), :failures, 'take back nothing of others');
select is(pg_temp.attempts('sid', '10.1.1.1', 5), 'out', 'cost the one nothing');
select is(pg_temp.attempt('sid', '10.1.1.1', true), 'in', 'who gets in');
select is(pg_temp.attempt('sid', '10.4.1.1', true), 'in', 'nor the other');

-- What was wrong long ago is forgotten bit by bit: a slip a day never adds up.
create function pg_temp.slips(p_days integer) returns text language plpgsql as $$
declare
    v_all text := '';
begin
    for i in 1 .. p_days loop
        perform set_config('hippo.clock', (hippo.clock() + interval '23 hours')::text, false);
        v_all := v_all || hippo.throttle_fail('slips', 10, interval '5 minutes') || ' ';
    end loop;
    return v_all;
end
$$;
select hippo.ms(hippo.clock()) as moment \gset
select is(pg_temp.slips(40), repeat('0 ', 40), 'a slip a day for forty days never makes anybody wait');
select is(array(select hippo.throttle_fail('burst', 3, interval '8 seconds') from generate_series(1, 9)),
    '{0,0,0,1000,2000,4000,8000,8000,8000}', 'the wait doubles up to the longest');
select pg_temp.later(80000), hippo.throttle_fail('burst', 3, interval '8 seconds') as after_ten \gset
select is(:after_ten, 0, 'ten times that without a failure, and it starts anew');
select pg_temp.later(-3600000) \g /dev/null
select is(hippo.throttle_fail('burst', 3, interval '8 seconds'), 0::bigint, 'a clock that was set back forgives nothing and adds nothing');
select set_config('hippo.clock', to_timestamp(:moment / 1000.0)::text, false) \g /dev/null

-- Passwords --------------------------------------------------------------------------------------------------------

create function pg_temp.other_hash() returns text language sql as $$ select replace(pg_temp.hash(), 'KiC', 'KiD') $$;
select is(api.password_begin(pg_temp.token('bert'), 'password-1', pg_temp.print())::jsonb,
    jsonb_build_object('hash', pg_temp.hash(), 'username', 'bert'), 'the old password is checked first');
select pg_temp.attempt('bert', '10.4.0.1', true) \g /dev/null
select is(api.password_finish(pg_temp.token('bert'), 'password-1', pg_temp.print(), pg_temp.other_hash())::jsonb,
    '{"changed": true}', 'then it is changed');
select is(password_hash, pg_temp.other_hash(), 'so it is') from hippo.app_user where username = 'bert';
select is(array(select token_hash = pg_temp.token('bert') from hippo.sign_in where user_id = pg_temp.id('bert')), '{t}',
    'a new password ends the other sessions, and keeps the one it was changed in');
select is(api.password_begin(pg_temp.token('bert'), 'password-1', pg_temp.print())::jsonb,
    '{"replay": {"changed": true}}', 'asked again: done already');
select is(api.password_finish(pg_temp.token('bert'), 'password-1', pg_temp.print(), pg_temp.hash())::jsonb,
    '{"changed": true}', 'and not once more');
select is(password_hash, pg_temp.other_hash(), 'the first one stays') from hippo.app_user where username = 'bert';
select is(pg_temp.refusal(format('select api.password_finish(%L, pg_temp.key(), pg_temp.print(), %L)',
    pg_temp.token('bert'), hash)), 'HP400 bad_parameter', 'a password never gets into a table in clear')
from unnest('{secret,"",$argon2id$secret,$2b$10$abcdefghijklmnopqrstuv}'::text[]) hash;
select is((select count(*) from hippo.journal where format('%s %s %s', before, after, reason) ~ '\$argon2'), 0::bigint,
    'nor into the journal, not even hashed');
select is(string_agg(pg_temp.refusal(format('select api.password_begin(%L, pg_temp.key(), pg_temp.print())',
    pg_temp.token('carl'))), ' '), 'done done done done done done', 'a wrong old password may be tried six times')
from generate_series(1, 6);
select is(pg_temp.refusal(format('select api.password_begin(%L, pg_temp.key(), pg_temp.print())',
    pg_temp.token('carl')), 'retryAfterMs'), 'HP429 too_many_attempts retryAfterMs=1000', 'then one has to wait');
select is(api.user_password(pg_temp.token('ada'), 'password-2', pg_temp.print(), pg_temp.id('bert'),
    pg_temp.hash())::jsonb, '{"changed": true}', 'an admin gives another password');
select is(pg_temp.refusal('select api.me(pg_temp.token(''bert''))'), 'HP401 not_signed_in', 'which ends every session of the user');
select is(pg_temp.refusal(format('select api.user_password(%L, pg_temp.key(), pg_temp.print(), %s, pg_temp.hash())',
    pg_temp.token(who), id)), want, what)
from (values ('sam', pg_temp.id('anna'), 'HP403 forbidden', 'a supervisor gives none'),
    ('olga', pg_temp.id('anna'), 'HP403 forbidden', 'nor an auditor'),
    ('ada', 9999, 'HP404 not_found', 'nor to nobody')) as bad (who, id, want, what);
select pg_temp.sign_in('bert') \g /dev/null

-- Users ------------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select api.user_create(%L, pg_temp.key(), pg_temp.print(), %L, %L, %L, %s, '
    'pg_temp.hash())', pg_temp.token(who), username, display, role, coalesce(shop::text, 'null')), 'name'), want, what)
from (values ('ada', 'anna', 'X', 'cashier', 1, 'HP409 username_taken', 'a name that is taken'),
    ('ada', 'x', 'X', 'cashier', 1, 'HP400 bad_parameter name=username', 'a name too short'),
    ('ada', 'a b', 'X', 'cashier', 1, 'HP400 bad_parameter name=username', 'a blank in a name'),
        ('ada', 'new', 'X', 'boss', 1, 'HP400 bad_parameter name=role', 'a role that there is not'),
    ('ada', 'new', 'X', 'cashier', null, 'HP400 bad_parameter name=shopId', 'a cashier without a shop'),
        ('ada', 'new', 'X', 'cashier', 9, 'HP400 bad_parameter name=shopId', 'a shop that there is not'),
    ('ada', 'new', 'X', 'admin', 1, 'HP400 bad_parameter name=shopId', 'an admin with a shop'),
        ('ada', 'new', E'X\x1bp', 'auditor', null, 'HP400 bad_parameter name=displayName',
        'a name that opens the cash drawer when it is printed'),
    ('ada', 'new', repeat('x', 61), 'auditor', null, 'HP400 bad_parameter name=displayName', 'a name too long'),
    ('sam', 'new', 'X', 'cashier', 1, 'HP403 forbidden', 'a supervisor makes no users'),
        ('olga', 'new', 'X', 'cashier', 1, 'HP403 forbidden', 'nor an auditor')) as bad (who, username, display, role,
        shop, want, what);
select is(pg_temp.refusal(format('select api.user_update(%L, pg_temp.key(), pg_temp.print(), %s, %L, null, null, null,'
    ' %L)', pg_temp.token('ada'), pg_temp.id('anna'), display, reason), 'name'), want, what)
from (values (E'A\x07', null, 'HP400 bad_parameter name=displayName', 'a name that rings a bell'),
    (null, E'a\nb', 'HP400 bad_parameter name=reason', 'a reason of two lines'),
    (null, repeat('x', 201), 'HP400 bad_parameter name=reason', 'a reason too long')) as bad (display, reason, want,
    what);
select is(pg_temp.refusal(format('select pg_temp.update_user(%L, %L, %s)', who, username, change)), want, what)
from (values ('ada', 'ada', 'p_is_blocked => true', 'HP403 oneself', 'nobody blocks oneself'),
    ('ada', 'ada', 'p_role => ''auditor''', 'HP403 oneself', 'nor gives the own role away'),
    ('ada', 'anna', 'p_role => ''auditor''', 'HP409 till_open', 'an open till keeps its cashier''s role'),
        ('ada', 'anna', 'p_role => ''cashier'', p_shop => 120', 'HP409 till_open', 'and shop'),
    ('sam', 'anna', 'p_is_blocked => true', 'HP403 forbidden', 'a supervisor blocks nobody')) as bad (who, username, change, want, what);
select is((pg_temp.update_user('ada', 'sue', 'supervisor', 120) #>> '{shop,shopId}',
    pg_temp.refusal('select api.me(pg_temp.token(''sue''))'))::text, '(120,"HP401 not_signed_in")',
    'another shop ends the sessions');
select pg_temp.sign_in('sue') \g /dev/null
select is((pg_temp.update_user('ada', 'sue', 'cashier', 120) ->> 'role',
    pg_temp.refusal('select api.me(pg_temp.token(''sue''))'))::text, '(cashier,"HP401 not_signed_in")',
    'another role too');
select pg_temp.sign_in('sue') \g /dev/null
select is(api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), pg_temp.id('sue'), ' Suzanne ', null,
    null, null, null) ->> 'displayName', 'Suzanne', 'a user gets another name');
select is(api.me(pg_temp.token('sue')) ->> 'displayName', 'Suzanne', 'which ends no session');
select is(pg_temp.update_user('ada', 'anna', p_is_blocked => true) ->> 'blocked', 'true', 'a user is blocked, till open or not');
select is(pg_temp.refusal('select api.me(pg_temp.token(''anna''))'), 'HP401 not_signed_in', 'and is out at the next request');
select is(pg_temp.attempt('anna', '10.1.0.2', true), 'out', 'and does not come in again, with the right password');
select is(pg_temp.close_till('sam', '{"1": 100000}', 'the cashier was sent away', 1) ->> 'state', 'closed',
    'a supervisor counts the till that was left');
select is(pg_temp.update_user('ada', 'anna', p_is_blocked => false) ->> 'blocked', 'false', 'and is let in again');
select is(pg_temp.attempt('anna', '10.1.0.2', true), 'in', 'with the same password');
select pg_temp.sign_in('anna') \g /dev/null
select is((select count(*) from hippo.sign_in s join hippo.app_user u using (user_id) where u.blocked_at is not null),
    0::bigint, 'no session of a blocked user is left');
select throws_ok('delete from hippo.app_user where username = ''anna''', '23503', null, 'who has worked here is never deleted');
select is(api.admin_bootstrap(pg_temp.hash()), false, 'a second first admin is not made');
select is(api.admin_missing(), false, 'nor missing');

-- An operator who blocks somebody by hand.
savepoint by_hand;
update hippo.app_user set blocked_at = hippo.clock() where username = 'bert';
select is(pg_temp.refusal('select pg_temp.sell(''bert'', ''{win 6}'', ''{2500}'')') || ', '
    || pg_temp.refusal('select api.me(pg_temp.token(''bert''))'), 'HP401 not_signed_in, HP401 not_signed_in',
    'a user who is blocked in the table is out as well');
set local session_replication_role = replica;
insert into hippo.sign_in select pg_temp.token('bert'), pg_temp.id('bert'), '10.0.0.1', null, hippo.clock(),
    hippo.clock() + interval '1 hour';
set local session_replication_role = origin;
select is(pg_temp.refusal('select api.me(pg_temp.token(''bert''))'), 'HP401 not_signed_in', 'even with a session that was left');
rollback to by_hand;

-- Shops and tills --------------------------------------------------------------------------------------------------

create function pg_temp.shop(p_shop bigint, p_is_open boolean) returns json language sql as $$
    select api.shop_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), p_shop, null, null, p_is_open)
$$;
create function pg_temp.till(p_till bigint, p_is_in_use boolean) returns json language sql as $$
    select api.till_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), p_till, null, p_is_in_use)
$$;
select is(pg_temp.refusal('select pg_temp.shop(120, false)'), 'HP409 till_open',
    'a shop with an open till goes on selling: first its tills are closed');
select is(pg_temp.refusal('select pg_temp.till(3, false)'), 'HP409 till_open', 'neither is an open till taken out of use');
select pg_temp.close_till('carl', '{"1": 100000}') \g /dev/null
select is(pg_temp.shop(120, false) ->> 'open', 'false', 'then it is out of use');
select is(pg_temp.refusal('select pg_temp.open_till(''carl'', 3)'), 'HP409 till_out_of_use', 'and no till of it opens');
select is(pg_temp.shop(120, true) ->> 'open', 'true', 'until it is back');
select is(pg_temp.till(3, false) ->> 'inUse', 'false', 'a till goes out of use');
select is(pg_temp.refusal('select pg_temp.open_till(''carl'', 3)'), 'HP409 till_out_of_use', 'and does not open');
select is(pg_temp.till(3, true) ->> 'inUse', 'true', 'and comes back');
select is(pg_temp.refusal(format('select api.shop_create(%L, pg_temp.key(), pg_temp.print(), %s, %L, %L)',
    pg_temp.token(who), shop, name, header)), want, what)
from (values ('ada', 1, 'X', null, 'HP409 number_taken', 'a shop''s number is taken'),
    ('ada', 0, 'X', null, 'HP400 bad_parameter', 'no number'),
    ('ada', 1000, 'X', null, 'HP400 bad_parameter', 'a number too large'),
    ('ada', 5, ' ', null, 'HP400 bad_parameter', 'no name'),
        ('ada', 5, 'X', '{a,b,c,d,e}', 'HP400 bad_parameter', 'five header lines'),
        ('ada', 5, 'X', E'{"\x1b@"}', 'HP400 bad_parameter', 'a header that is a printer''s command'),
        ('sam', 5, 'X', null, 'HP403 forbidden', 'a supervisor opens no shop')) as bad (who, shop, name, header, want,
        what);
select is(pg_temp.refusal(format('select api.till_create(%L, pg_temp.key(), pg_temp.print(), %s, %s, ''X'')',
    pg_temp.token(who), shop, number)), want, what)
from (values ('ada', 1, 1, 'HP409 number_taken', 'a till''s number is taken'),
    ('ada', 9, 1, 'HP404 not_found', 'in a shop that there is not'),
    ('ada', 1, 100, 'HP400 bad_parameter', 'a number too large'),
    ('olga', 1, 9, 'HP403 forbidden', 'an auditor makes no till')) as bad (who, shop, number, want, what);

-- Remarks are printed, and a printer obeys control characters.
select is(pg_temp.refusal(format('select %s', call), 'name'), 'HP400 bad_parameter name=' || name, 'no control characters in a ' || name)
from (values
    ('api.till_movement(pg_temp.token(''bert''), pg_temp.key(), pg_temp.print(), null, ''deposit'', 100, E''R\x1b'', null)', 'reference'),
    ('api.till_movement(pg_temp.token(''bert''), pg_temp.key(), pg_temp.print(), null, ''deposit'', 100, null, E''a\nb'')', 'description'),
    ('api.ticket_pay(pg_temp.token(''bert''), pg_temp.key(), pg_temp.print(), null, ''01-010001-4'', ''x'', E''a\nb'')', 'note'),
    ('api.ticket_void(pg_temp.token(''bert''), pg_temp.key(), pg_temp.print(), null, ''01-010001-4'', ''x'', E''a\nb'')', 'reason'),
    ('api.till_close(pg_temp.token(''bert''), pg_temp.key(), pg_temp.print(), null, ''{}'', E''a\nb'')', 'reason'),
    ('api.till_verify(pg_temp.token(''sam''), pg_temp.key(), pg_temp.print(), 1, E''a\nb'')', 'reason')) as bad (call, name);

-- A sale never waits for what cannot come.
set local statement_timeout = '5s';
select is(pg_temp.refusal(format('select api.ticket_sell(%L, pg_temp.key(), pg_temp.print(), null, null, %L, %L)',
    pg_temp.token(who), selections, stakes)), want, format('a sale without a round, by %s: %s', who, want))
from (values ('stranger', '{}', '{}', 'HP401 not_signed_in'), ('anna', '{}', '{}', 'HP409 till_closed'),
    ('stranger', '{win 6}', '{2500}', 'HP401 not_signed_in'), ('bert', '{}', '{}', 'HP400 bad_parameter'),
    ('olga', '{}', '{}', 'HP403 forbidden')) as bad (who, selections, stakes, want);
savepoint patience;
create or replace function hippo.sale_prepare(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint,
    p_card_hash bytea) returns json language sql as 'select null::json';
select is(pg_temp.refusal($$ select pg_temp.sell('bert', '{win 6}', '{2500}') $$), 'HP409 conflict',
    'nor goes round for ever, whatever happens to it');
rollback to patience;
set local statement_timeout = 0;

-- Cards with two persons -------------------------------------------------------------------------------------------

create function pg_temp.propose(p_by text, p_name text,
    p_runners json default '[{"number":1,"name":"A","color":"#000000","odds":180},{"number":2,"name":"B",'
        '"color":"#000000","odds":180}]') returns json language sql as $$
    select api.card_propose(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_name, 900000, p_runners, null)
$$;
create function pg_temp.decide(p_by text, p_card bigint, p_is_approved boolean, p_reason text default null) returns json language sql as $$
    select api.card_decide(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_card, p_is_approved, p_reason)
$$;
select pg_temp.propose('ada', 'two') ->> 'cardId' as two, pg_temp.propose('abe', 'more') ->> 'cardId' as more \gset
select is(pg_temp.refusal(format('select pg_temp.decide(%L, %s, %L, %L)', who, card, approved, reason)), want, what)
from (values ('ada', :two, true, null, 'HP403 own_proposal', 'nobody approves the own card'),
    ('ada', :two, false, 'x', 'HP403 own_proposal', 'nor rejects it'),
    ('abe', :two, false, null, 'HP400 bad_parameter', 'nor is it rejected without a reason'),
    ('abe', :two, null, null, 'HP400 bad_parameter', 'nor decided neither way'),
        ('abe', 999, true, null, 'HP404 not_found', 'nor a card that there is not'),
        ('sam', :two, true, null, 'HP403 forbidden', 'nor by a supervisor'),
        ('abe', 1, true, null, 'HP409 conflict', 'the first card is decided')) as bad (who, card, approved, reason,
        want, what);
select is(pg_temp.decide('abe', :two, false, 'too dull') ->> 'state', 'rejected', 'another admin rejects it, with a reason');
select is(pg_temp.refusal(format('select pg_temp.decide(''abe'', %s, true)', :two)), 'HP409 conflict', 'which is final');
select is(pg_temp.decide('ada', :more, true) ->> 'state', 'active', 'or approves it');
select is(array(select format('%s %s', name, state)
    from json_to_recordset(api.card_list(pg_temp.token('olga'), null, 100) -> 'items') as c (name text, state text)
    order by name), '{"classic-6 approved","more active","two rejected"}',
    'the list of cards says what became of each');
select is(array(select format('%s %s %s', action, subject, reason) from hippo.journal where action like 'card\_%'
    order by seq), '{"card_propose two ","card_propose more ","card_reject two too dull","card_approve more "}',
    'who did it and why is on record');
select is(pg_temp.refusal(format('select pg_temp.propose(''ada'', ''x'', %L)', runners)), 'HP400 runners', what)
from (values ('[{"number":1,"name":"A","color":"#000000","weight":1},{"number":2,"name":"B","color":"#000000",'
    '"weight":60000},{"number":3,"name":"C","color":"#000000","weight":60000}]', 'a runner that nobody will ever see '
    'win'),
    ('[{"number":1,"name":"A","color":"#000000","weight":1},{"number":2,"name":"B","color":"#000000",'
        '"weight":500000000000000000},{"number":3,"name":"C","color":"#000000","weight":500000000000000000}]', 'a '
        'chance that rounds to nothing'),
    ('"x"', 'a word'), ('7', 'a number'), ('null', 'nothing'), ('[1,2]', 'numbers'), ('[[],[]]', 'lists'),
        ('[null,null]', 'nothings'), ('[{"number":1},{"number":2}]', 'runners without a name')) as bad (runners, what);

select is(pg_temp.proof(), '', 'the books hold');
-- The operator's way back -------------------------------------------------------------------------------------------

select is(pg_temp.refusal('select api.admin_reset(''in clear'')'), 'HP400 bad_parameter', 'a password in clear is no way back');
select is(api.admin_reset(pg_temp.hash()), true, 'a house whose admins all forgot theirs gets another one');
select pg_temp.sign_in('admin') \g /dev/null
update hippo.app_user set role = 'auditor', blocked_at = hippo.clock() where username = 'admin';
select pg_temp.attempts('admin', '10.6.1.1', 6) \g /dev/null
select is(api.admin_reset(replace(pg_temp.hash(), 't=2', 't=3')), true, 'a lost password is replaced');
select is((role, shop_id, blocked_at, password_hash like '%t=3%')::text, '(admin,,,t)', 'the user is an admin again, and not blocked')
from hippo.app_user where username = 'admin';
select is((select count(*) from hippo.sign_in s join hippo.app_user u using (user_id) where username = 'admin'),
    0::bigint, 'no old session is left');
select is((action, before ->> 'role', after ->> 'role', reason)::text, '(admin_reset,auditor,admin,"by the operator")', 'it is on record')
from hippo.journal where scope = 0 order by seq desc limit 1;
select is(pg_temp.attempt('admin', '10.6.1.1', true), 'in', 'and nobody has to wait for failures from before');

select * from finish();
rollback;
