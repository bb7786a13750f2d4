-- SPDX-License-Identifier: MIT
-- Customers' displays: whose token opens what, what they may show, how long, and when they show nothing any more.
begin;
select plan(61);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.secret_of(p_display bigint) returns bytea language sql as $$ select sha256(convert_to('display ' || p_display, 'UTF8')) $$;
-- The display's id. Its token is that of its number in the order of this file.
create function pg_temp.display(p_user text, p_number bigint, p_till bigint default null) returns bigint language sql as $$
    select (api.display_create(pg_temp.token(p_user), p_till, pg_temp.secret_of(p_number)) ->> 'displayId')::bigint
$$;
create function pg_temp.show(p_user text, p_picture json) returns json language sql as $$
    select api.display_show(pg_temp.token(p_user), p_picture)
$$;
create function pg_temp.revoke(p_user text, p_display bigint) returns json language sql as $$
    select api.display_revoke(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_display)
$$;
create function pg_temp.events(p_display bigint) returns bigint language sql as $$
    select top from hippo.stream where channel = 'display:' || p_display
$$;
create function pg_temp.shown(p_display bigint) returns jsonb language sql as $$
    select hippo.channel_snapshot('display:' || p_display)::jsonb
$$;
create function pg_temp.follows(p_token bytea, p_channel text) returns boolean language sql as $$
    select gateway.channel_authorise(p_token, p_channel)
$$;
\set draft '{"kind": "draft", "lines": [{"market": "win", "selection": "6", "stake": 2500, "odds": 550, "possibleGain": 13750}], "total": 2500, "possibleGain": 13750, "roundId": 10000001}'

-- Whose ------------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.display(%L, 99, %s)', who, till)), want, what)
from (values ('bert', '1', 'HP403 forbidden', 'nobody sets up a display of another''s till'),
             ('sid', '1', 'HP403 forbidden', 'nor does a supervisor in another shop'),
             ('ada', '1', 'HP403 forbidden', 'nor an admin, who has no till'),
             ('sam', 'null', 'HP409 till_closed', 'nor who has none open'),
             ('anna', '77', 'HP404 not_found', 'nor of one that is not there')) as t (who, till, want, what);
select pg_temp.display('anna', 1) as d1, pg_temp.display('sam', 2, 1) as d2, pg_temp.display('bert', 3) as d3 \gset
select is((api.display_list(pg_temp.token('anna'), null)::jsonb #> '{displays,0}') - 'createdAt', jsonb_build_object('displayId', :d2,
    'till', hippo.till_json(1), 'by', hippo.user_json((select user_id from hippo.app_user where username = 'sam'))),
    'a cashier sees who set up which display of the own till');
select is(json_array_length(api.display_list(pg_temp.token(who), 1) -> 'displays'), 2, who || ' sees the till''s displays')
from unnest('{anna,sam,ada}'::text[]) who;
select is(pg_temp.refusal('select api.display_list(pg_temp.token(''bert''), 1)'), 'HP403 forbidden', 'another cashier does not');
select is((select count(*) from hippo.journal where scope = 1 and action = 'display_create'), 2::bigint, 'each is on record');
select is_empty($$ select * from hippo.journal where action like 'display%' and (after ->> 'token' is not null or key is not null) $$,
    'without its token');

-- What its token opens -----------------------------------------------------------------------------------------------

select is(pg_temp.follows(pg_temp.secret_of(1), 'display:' || :d1), true, 'a display follows its own channel');
select is(pg_temp.follows(pg_temp.secret_of(1), channel), false, 'and not ' || channel)
from unnest(array['display:' || :d2, 'display:' || :d3, 'till:1', 'admin', 'race', 'display:0', 'display:']) channel;
select is(pg_temp.follows(pg_temp.token(who), 'display:' || :d1), false, who || '''s own token does not open it')
from unnest('{anna,sam,ada}'::text[]) who;
select is(pg_temp.refusal('select api.me(pg_temp.secret_of(1))'), 'HP401 not_signed_in', 'it is nobody who could sign in');
select is(pg_temp.refusal(format('select api.display_show(pg_temp.secret_of(1), %L)', :'draft')), 'HP401 not_signed_in', 'nor show anything');

-- What is shown ------------------------------------------------------------------------------------------------------

select is(pg_temp.shown(:d1), jsonb_build_object('till', hippo.till_json(1), 'picture', null, 'until', null), 'nothing at first');
select is(pg_temp.show('anna', :'draft')::jsonb, '{"displays": 2}', 'a picture goes to all displays of the till');
select is(pg_temp.shown(display) -> 'picture', :'draft'::jsonb, 'on each it is shown, also to who joins late')
from unnest(array[:d1, :d2]) display;
select is(pg_temp.shown(:d3) -> 'picture', 'null', 'and at no other till');
select is((pg_temp.shown(:d1) ->> 'until')::bigint, hippo.ms(hippo.clock()) + 8000, 'for eight seconds');
select pg_temp.at(8000) \g /dev/null
select is(pg_temp.shown(:d1) -> 'picture', 'null', 'after them a till that says no more has lost its line');
select is(pg_temp.show('anna', '{"kind": "sold", "total": 2500, "number": "01-010002-2", "qr": "01010002A7T96QYKP2"}') ->> 'displays', '2', 'a ticket sold');
select is(pg_temp.show('carl', '{"kind": "idle"}')::jsonb, '{"displays": 0}', 'a till without a display is told so');
select is(pg_temp.refusal(format('select pg_temp.show(%L, %L)', 'sam', '{"kind": "idle"}')), 'HP409 till_closed', 'who has no till shows nothing');

select is(pg_temp.refusal(format('select pg_temp.show(%L, %L)', 'anna', picture), 'name'), 'HP400 bad_parameter name=picture', what)
from (values ('[]', 'a picture is an object'), ('{}', 'of some kind'), ('{"kind": "film"}', 'that there is'),
             ('{"kind": "idle", "text": "Vote Anna"}', 'without any text'),
             ('{"kind": "draft", "total": "2500"}', 'amounts are numbers'), ('{"kind": "draft", "total": -1}', 'and no debts'),
             ('{"kind": "draft", "number": "call 555 0100"}', 'a number has no words'),
             ('{"kind": "sold", "qr": "https://evil.example"}', 'nor has a code'),
             ('{"kind": "draft", "lines": {}}', 'lines are a list'), ('{"kind": "draft", "lines": [1]}', 'of objects'),
             ('{"kind": "draft", "lines": [{"market": "win", "name": "Jean"}]}', 'that name nobody'),
             ('{"kind": "draft", "lines": [' || repeat('{"stake": 1}, ', 20) || '{"stake": 1}]}', 'twenty at most')) as t (picture, what);
select pg_temp.show('anna', :'draft') from generate_series(1, 40) \g /dev/null
select is((select count(*) from hippo.stream_event where channel = 'display:' || :d1), 16::bigint, 'what earlier customers saw is forgotten');

-- Nothing any more ---------------------------------------------------------------------------------------------------

select api.logout(pg_temp.token('anna')) \g /dev/null
select is(pg_temp.shown(:d1) -> 'picture', 'null', 'when the cashier signs out nothing is shown');
select pg_temp.sign_in('anna'), pg_temp.show('anna', :'draft') \g /dev/null
select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, null, null, null, true, 'a test')
from hippo.app_user where username = 'anna' \g /dev/null
select is(pg_temp.shown(:d1) -> 'picture', 'null', 'nor when she is blocked');
select pg_temp.show('bert', :'draft'), pg_temp.close_till('bert', '{"100000": 1}') \g /dev/null
select is(pg_temp.shown(:d3) -> 'picture', 'null', 'nor when the till is closed');
select pg_temp.events(:d1) as told \gset
select hippo.display_clear(1) \g /dev/null
select is(pg_temp.events(:d1), :told::bigint, 'what shows nothing is not told so again');

-- Revoked ------------------------------------------------------------------------------------------------------------

select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, null, null, null, false, null)
from hippo.app_user where username = 'anna' \g /dev/null
select pg_temp.sign_in('anna'), pg_temp.show('anna', :'draft') \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.revoke(%L, %s)', who, :d1)), 'HP403 forbidden', who || ' revokes no display of another''s till')
from unnest('{carl,sid}'::text[]) who;
select pg_temp.revoke('anna', :d1) \g /dev/null
select is(pg_temp.follows(pg_temp.secret_of(1), 'display:' || :d1), false, 'a revoked token opens nothing');
select is((select string_agg(event, ' ') from hippo.stream_event where channel = 'display:' || :d1), 'display_revoked',
    'the display hears it, and nothing is left to be read');
select pg_temp.events(:d1) as told \gset
select is(pg_temp.show('anna', :'draft') ->> 'displays', '1', 'and no picture');
select pg_temp.revoke('sam', :d1) \g /dev/null
select is(pg_temp.events(:d1), :told::bigint, 'not even when it is revoked again');
select is((select revoked_by from hippo.display where display_id = :d1), (select user_id from hippo.app_user where username = 'anna'),
    'who revoked it first did it');

select pg_temp.display('anna', 10 + n) from generate_series(1, 7) n \g /dev/null
select is(pg_temp.refusal('select pg_temp.display(''anna'', 20)', 'limit'), 'HP409 displays_full limit=8', 'a till has eight at most');
select is(pg_temp.proof(), '', 'the books are right');
select * from finish();
rollback;
