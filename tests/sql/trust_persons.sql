-- SPDX-License-Identifier: MIT
-- Two persons are two people: votes belong to accounts whose rights, and own password, are older than the question, and nobody
-- acts together with an account that it has just made, reset or unblocked.
begin;
select plan(56);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.id(p_user text) returns integer language sql as $$
    select user_id from hippo.app_user where username = p_user
$$;
create function pg_temp.make(p_by text, p_user text, p_role text default 'admin', p_shop bigint default null) returns json language sql as $$
    select api.user_create(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_user, null, p_role, p_shop, pg_temp.hash())
$$;
create function pg_temp.change(p_by text, p_user text, p_role text default null, p_shop bigint default null,
    p_is_blocked boolean default null) returns json language sql as $$
    select api.user_update(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), pg_temp.id(p_user), null, p_role, p_shop,
                           p_is_blocked, null)
$$;
create function pg_temp.reset(p_by text, p_user text) returns json language sql as $$
    select api.user_password(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), pg_temp.id(p_user), pg_temp.hash())
$$;
-- A user chooses its own password.
create function pg_temp.choose(p_user text) returns json language sql as $$
    select api.password_finish(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), pg_temp.hash())
$$;
create function pg_temp.vote(p_user text, p_round bigint default null) returns json language sql as $$
    select api.round_void(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(),
                          coalesce(p_round, (select max(round_id) from hippo.round)), 'a test')
$$;
create function pg_temp.votes(p_user text) returns text language sql as $$
    select (answer ->> 'votes') || ' ' || (answer ->> 'requested') from pg_temp.vote(p_user) answer
$$;
create function pg_temp.hours(p_hours numeric) returns void language sql as $$
    select pg_temp.at(pg_temp.now_ms() + (p_hours * 3600000)::bigint)
$$;
-- A new round, past its lock.
create function pg_temp.locked() returns bigint language plpgsql as $$
declare
    v_last hippo.round := hippo.round_latest();
    v_id bigint;
begin
    if v_last.phase not in ('settled', 'void') then
        perform hippo.round_void_request(v_last.round_id, 'a test'), scheduler.round_void(v_last.round_id, pg_temp.secret(v_last.round_id));
    end if;
    perform pg_temp.at(greatest(pg_temp.now_ms(), hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = v_last.round_id;
    v_id := scheduler.round_open();
    perform pg_temp.at(pg_temp.now_ms() + 4000), scheduler.round_lock(v_id);
    return v_id;
end
$$;
create function pg_temp.sign_in_all() returns void language sql as $$
    delete from hippo.sign_in;
    select pg_temp.sign_in(username) from hippo.app_user where blocked_at is null
$$;

-- A round that is void -----------------------------------------------------------------------------------------------

select pg_temp.make('ada', 'new'), pg_temp.sign_in('new') \g /dev/null
select is(pg_temp.votes('new'), '0 true', 'before the lock one admin is enough, however new; it counts as nobody all the same');
select pg_temp.locked() as round \gset
select is(pg_temp.votes('ada'), '1 false', 'after it one is not');
select is(pg_temp.votes('ada'), '1 false', 'however often');
select pg_temp.make('ada', 'newer'), pg_temp.sign_in('newer') \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.vote(%L)', name)), 'HP403 rights_too_new', what)
from (values ('newer', 'an account that was made for it has no vote'), ('new', 'nor one that was made a moment before the round')) as u (name, what);
select is(pg_temp.refusal('select pg_temp.vote(''new'')', 'user', 'countsFrom'), 'HP403 rights_too_new user=new',
    'the refusal names the account: it has no password of its own yet');
select is((select count(*) from hippo.round_void_vote where round_id = :round), 1::bigint, 'no vote of theirs is kept');
select is((select void_requested_at from hippo.round where round_id = :round), null, 'and the round goes on');
select is(pg_temp.votes('abe'), '2 true', 'a second admin of old makes it void');

-- Each way to get an account in hand, on an admin of old.
select pg_temp.make('ada', name), pg_temp.settle_in(name), pg_temp.sign_in(name)
from unnest('{reset,unblocked,promoted,moved,self,renamed}'::text[]) name \g /dev/null
select pg_temp.locked() as round \gset
select pg_temp.reset('ada', 'reset'), pg_temp.change('ada', 'unblocked', p_is_blocked => true),
    pg_temp.change('ada', 'unblocked', p_is_blocked => false), pg_temp.change('ada', 'promoted', 'auditor'),
    pg_temp.change('ada', 'promoted', 'admin'), pg_temp.change('abe', 'moved', 'supervisor', 1),
    pg_temp.change('abe', 'moved', 'admin'), pg_temp.choose('self'),
    api.user_password(pg_temp.token('self'), pg_temp.key(), pg_temp.print(), pg_temp.id('self'), pg_temp.hash()),
    api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), pg_temp.id('renamed'), 'Other', null, null, null, null) \g /dev/null
select pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.vote(%L)', name)), 'HP403 rights_too_new', 'no vote for who was ' || name)
from unnest('{reset,unblocked,promoted,moved}'::text[]) name;
select is(pg_temp.votes('ada'), '1 false', 'who did it has its own vote, and no other');
select is(pg_temp.votes('renamed'), '2 true', 'another name is no right');
select pg_temp.locked() as round \gset
select is(pg_temp.votes('self') || ', ' || pg_temp.votes('abe'), '1 false, 2 true', 'nor is a password that it changed itself');

-- It counts again, when it has stood for a day.
select pg_temp.choose(name) from unnest('{new,reset}'::text[]) name \g /dev/null
select hippo.ms(hippo.clock()) as chosen \gset
select is((select "countsFrom" from json_to_recordset(api.user_list(pg_temp.token('olga'), null, 100) -> 'items') as u (username text,
    "countsFrom" text) where username = name), want, what)
from (values ('new', hippo.rfc3339(to_timestamp(:chosen / 1000.0) + interval '24 hours'), 'the list of users says from when on'),
    ('newer', null, 'or that it has not chosen a password'),
    ('ada', (select hippo.rfc3339(created_at) from hippo.app_user where username = 'ada'), 'and since ever')) as u (name, want, what);
select pg_temp.hours(23.9), pg_temp.sign_in_all() \g /dev/null
select pg_temp.locked() as round \gset
select is(pg_temp.refusal('select pg_temp.vote(''reset'')'), 'HP403 rights_too_new', 'not before a day is over');
select pg_temp.hours(0.2), pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.refusal('select pg_temp.vote(''reset'')'), 'HP403 rights_too_new', 'nor then, on a round that opened before it was');
select pg_temp.locked() as round \gset
select is(pg_temp.votes('ada') || ', ' || pg_temp.votes('reset'), '1 false, 2 true', 'but on the next one');
select pg_temp.locked() as round \gset
select is(pg_temp.refusal('select pg_temp.vote(''newer'')'), 'HP403 rights_too_new',
    'whose password another person knows never has a vote, however old it is');
select is(pg_temp.votes('unblocked') || ', ' || pg_temp.votes('promoted'), '1 false, 2 true', 'the others have, after a day');

-- A vote is counted as long as its voter is who it was.
select pg_temp.locked() as round \gset
select pg_temp.vote('reset'), pg_temp.vote('self') \g /dev/null
select pg_temp.locked() as round \gset
select pg_temp.vote('reset'), pg_temp.reset('ada', 'reset'), pg_temp.sign_in('reset') \g /dev/null
select is(pg_temp.votes('ada'), '1 false', 'a vote whose account was reset since counts no more');
select pg_temp.locked() as round \gset
select pg_temp.vote('self'), pg_temp.change('ada', 'self', p_is_blocked => true) \g /dev/null
select is(pg_temp.votes('ada'), '1 false', 'nor that of who was blocked');
select pg_temp.locked() as round \gset
select pg_temp.vote('promoted'), pg_temp.change('ada', 'promoted', 'auditor') \g /dev/null
select is(pg_temp.votes('ada'), '1 false', 'nor that of who is no admin any more');

-- The wait is a setting, and nobody makes it shorter than a day.
select is(pg_temp.refusal('select pg_temp.set(''two_person_hours'', 23)'), 'HP400 bad_parameter', 'a day is the least');
select pg_temp.set('two_person_hours', 48) \g /dev/null
select pg_temp.locked() as round \gset
select is(pg_temp.refusal('select pg_temp.vote(''new'')'), 'HP403 rights_too_new', 'a house may wait for longer');
select pg_temp.hours(24), pg_temp.sign_in_all() \g /dev/null
select pg_temp.locked() as round \gset
select is(pg_temp.votes('new') || ', ' || pg_temp.votes('abe'), '1 false, 2 true', 'and then it counts');
select pg_temp.set('two_person_hours', 24) \g /dev/null

-- By hand, in the table.
update hippo.app_user set role = 'admin', shop_id = null where username = 'sue';
select pg_temp.sign_in('sue'), pg_temp.choose('sue'), pg_temp.locked() \g /dev/null
select is(pg_temp.refusal('select pg_temp.vote(''sue'')'), 'HP403 rights_too_new', 'a role given in the table is as new');
select is((select rights_at from hippo.app_user where username = 'sue') > hippo.clock() - interval '1 minute', true, 'by the table itself');

-- The operator's way back gives a vote a day later.
select api.admin_reset(pg_temp.hash()), pg_temp.sign_in('admin') \g /dev/null
select is(pg_temp.refusal('select pg_temp.vote(''admin'')'), 'HP403 rights_too_new', 'so is an admin that the operator has just let in again');
select pg_temp.hours(24.1), pg_temp.sign_in_all(), pg_temp.locked() \g /dev/null
select is(pg_temp.votes('admin') || ', ' || pg_temp.votes('ada'), '1 false, 2 true', 'after a day it counts');

-- Cards --------------------------------------------------------------------------------------------------------------

create function pg_temp.propose(p_by text, p_name text) returns bigint language sql as $$
    select (api.card_propose(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_name, 900000,
        '[{"number":1,"name":"A","color":"#000000","weight":1},{"number":2,"name":"B","color":"#000000","weight":1}]', null) ->> 'cardId')::bigint
$$;
create function pg_temp.decide(p_by text, p_card bigint, p_is_approved boolean default true) returns json language sql as $$
    select api.card_decide(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_card, p_is_approved, 'a test')
$$;
select pg_temp.propose('ada', 'one') as card \gset
select pg_temp.make('ada', 'fresh'), pg_temp.sign_in('fresh'), pg_temp.choose('fresh') \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.decide(''fresh'', %s, %L)', :card, is_approved)), 'HP403 rights_too_new', what)
from (values (true, 'an account made for it approves no card'), (false, 'nor rejects one')) as d (is_approved, what);
select pg_temp.propose('fresh', 'two') as by_fresh \gset
select is(pg_temp.refusal(format('select pg_temp.decide(''ada'', %s)', :by_fresh), 'user'), 'HP403 rights_too_new user=fresh',
    'nor does its maker approve one that it proposed with it');
select pg_temp.hours(24.1), pg_temp.sign_in_all() \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.decide(''fresh'', %s)', :card)), 'HP403 rights_too_new',
    'waiting does not help: the proposal is older than its rights');
select is(pg_temp.refusal(format('select pg_temp.decide(''ada'', %s)', :by_fresh)), 'HP403 rights_too_new', 'either way');
select is(pg_temp.decide('fresh', pg_temp.propose('ada', 'three')) ->> 'state', 'active', 'what is proposed from then on it may decide');
select is(pg_temp.decide('ada', pg_temp.propose('fresh', 'four')) ->> 'state', 'active', 'and propose');
select is(pg_temp.decide('abe', :card) ->> 'state', 'active', 'an admin of old decides the first one');

-- A till's variance --------------------------------------------------------------------------------------------------

create function pg_temp.short(p_user text, p_till bigint) returns bigint language plpgsql as $$
begin
    perform pg_temp.open_till(p_user, p_till);
    perform pg_temp.close_till(p_user, '{}');
    return (select max(till_session_id) from hippo.till_session where till_id = p_till);
end
$$;
create function pg_temp.verify(p_user text, p_session bigint) returns json language sql as $$
    select api.till_verify(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_session, 'a test')
$$;
select pg_temp.close_till('anna', '{"1": 100000}'), pg_temp.close_till('carl', '{"1": 100000}') \g /dev/null
select pg_temp.short('carl', 3) as session \gset
select pg_temp.make('ada', 'sly', 'supervisor', 120), pg_temp.sign_in('sly') \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.verify(''sly'', %s)', :session)), 'HP403 rights_too_new',
    'a supervisor who was made since it was counted does not sign for it');
select pg_temp.reset('ada', 'sid'), pg_temp.sign_in('sid') \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.verify(''sid'', %s)', :session)), 'HP403 rights_too_new', 'nor one whose password was set since');
select pg_temp.hours(0.1) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.verify(''sid'', %s)', :session)), 'HP403 rights_too_new', 'however long that till waits');
select pg_temp.make('abe', 'old', 'supervisor', 120), pg_temp.settle_in('old'), pg_temp.sign_in('old') \g /dev/null
select is(pg_temp.verify('old', :session) ->> 'state', 'closed', 'another one does');
select pg_temp.hours(0.1) \g /dev/null
select pg_temp.short('carl', 3) as session \gset
select is(pg_temp.verify('sly', :session) ->> 'state', 'closed', 'they sign for what began later');
-- Whoever took the cashier's account in hand is not the other person.
select is(pg_temp.refusal(format('select hippo.other_person_require((select u from hippo.app_user u where username = %L), %s, %L, %L)',
    who, pg_temp.id(whose), hippo.clock() - ago * interval '1 hour', hippo.clock() - ago * interval '1 hour')), want, what)
from (values ('ada', 'ada', 1, 'HP403 same_person', 'nobody is another person than itself'),
    ('ada', 'sid', 1, 'HP403 same_person', 'nor than whose password it has set'),
    ('ada', 'sid', 0, 'done', 'before it began: that was another matter'),
    ('abe', 'sid', 1, 'done', 'somebody else is'),
    ('sly', 'carl', 1, 'HP403 rights_too_new', 'who is newer than the matter is not'),
    ('sly', 'carl', 0, 'done', 'who is older is')) as p (who, whose, ago, want, what);

select pg_temp.open_till('carl', 3), pg_temp.reset('ada', 'carl') \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.close_till(%L, ''{}'', ''robbed'', 3)', who)), want, what)
from (values ('ada', 'HP403 same_person', 'who has set the cashier''s password does not close the till with a variance and a reason'),
    ('abe', 'done', 'another admin does')) as p (who, want, what);

select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
