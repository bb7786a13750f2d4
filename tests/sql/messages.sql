-- SPDX-License-Identifier: MIT
-- What tills are told by the back office: messages, until each cashier has read them; a shop that pauses, opens and closes; a
-- cashier who is blocked.
begin;
select plan(39);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() \g /dev/null

create function pg_temp.message(p_shop bigint, p_till bigint, p_text text, p_minutes bigint default null) returns json language sql as $$
    select api.message_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), p_shop, p_till, p_text, p_minutes)
$$;
create function pg_temp.read(p_user text, p_message bigint) returns json language sql as $$
    select api.message_read(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_message)
$$;
-- What the channels of tills 1, 2 and 3 were told by the last pulse.
create function pg_temp.told(p_event text) returns text language plpgsql as $$
declare
    v_tops jsonb := (select jsonb_object_agg(channel, top) from hippo.stream);
begin
    perform scheduler.pulse();
    return (
        select coalesce(string_agg(channel, ' ' order by channel, "offset"), '') from hippo.stream_event
        where event = p_event and "offset" > (v_tops ->> channel)::bigint);
end
$$;
create function pg_temp.last(p_channel text, p_event text) returns jsonb language sql as $$
    select data::jsonb from hippo.stream_event where channel = p_channel and event = p_event order by "offset" desc limit 1
$$;
create function pg_temp.unread(p_till integer) returns text language sql as $$
    select coalesce(string_agg(m ->> 'text', ', ' order by place), '')
    from json_array_elements(hippo.channel_snapshot('till:' || p_till) -> 'messages') with ordinality t (m, place)
$$;

-- To whom ----------------------------------------------------------------------------------------------------------

select pg_temp.told('') \g /dev/null
select is(pg_temp.message(null, null, ' Bonjour ')::jsonb - array['at', 'until'],
    '{"messageId": 1, "text": "Bonjour", "by": "Ada", "to": {"shopId": null, "tillId": null}, "read": []}', 'a message to all');
select is(pg_temp.told('message'), 'till:1 till:2 till:3', 'goes to every till with the next pulse');
select is(pg_temp.told('message'), '', 'once');
select is((pg_temp.last('till:2', 'message') -> 'message') - array['at', 'until'], '{"messageId": 1, "text": "Bonjour", "by": "Ada"}',
    'with its text and who sent it');
select pg_temp.message(1, null, 'Delmas only') \g /dev/null
select is(pg_temp.told('message'), 'till:1 till:2', 'one to a shop goes to its tills');
select pg_temp.message(null, 3, 'Caisse 1 only', 60) \g /dev/null
select is(pg_temp.told('message'), 'till:3', 'one to a till to that one');
select is(pg_temp.refusal(format('select pg_temp.message(%s, %s, %L, %s)', shop, till, text, minutes), 'name'), want, what)
from (values ('1', '1', 'x', '1', 'HP400 bad_parameter name=tillId', 'not to a shop and a till'), ('77', 'null', 'x', '1', 'HP404 not_found', 'not to a shop that is not there'),
    ('null', '77', 'x', '1', 'HP404 not_found', 'nor to a till that is not there'), ('1', 'null', '  ', '1', 'HP400 bad_parameter name=text', 'not without words'),
    ('1', 'null', repeat('x', 301), '1', 'HP400 bad_parameter name=text', 'not at any length'),
    ('1', 'null', 'x', '0', 'HP400 bad_parameter name=minutes', 'not for no time'), ('1', 'null', 'x', '10081', 'HP400 bad_parameter name=minutes', 'not for ever'))
    as t (shop, till, text, minutes, want, what);

-- Read or not ------------------------------------------------------------------------------------------------------

select is(pg_temp.unread(1) || '; ' || pg_temp.unread(3), 'Bonjour, Delmas only; Bonjour, Caisse 1 only', 'who joins late is told what was not read');
select is(pg_temp.read('anna', 1)::jsonb - 'at', '{"messageId": 1, "tillId": 1}', 'a cashier says that it was read');
select is(pg_temp.unread(1) || '; ' || pg_temp.unread(2), 'Delmas only; Bonjour, Delmas only', 'it is told this till no more, and others still');
select is(pg_temp.told('message_read'), 'till:1', 'the till''s other pages hear it');
select pg_temp.read('anna', 1) \g /dev/null
select is((api.message_list(pg_temp.token('olga'), null, 100)::jsonb #> '{items,2,read}')::jsonb #- '{0,at}' #- '{0,by,userId}',
    '[{"by": {"username": "anna", "displayName": "Anna"}, "tillId": 1}]', 'who read it, and where, is on record, once');
select isnt(api.message_list(pg_temp.token('ada'), null, 100)::jsonb #>> '{items,2,read,0,at}', null, 'and when');
select is(pg_temp.refusal('select pg_temp.read(''anna'', 3)'), 'HP404 not_found', 'a message to another till is not there');
select is(pg_temp.refusal('select pg_temp.read(''sam'', 1)'), 'HP409 till_closed', 'who has no till reads none');
select is((select count(*) from hippo.journal where scope = 1 and action = 'message_read'), 2::bigint, 'each is an act of its own');
select pg_temp.close_till('anna', '{"100000": 1}'), pg_temp.open_till('sam', 1), pg_temp.told('') \g /dev/null
select is(pg_temp.unread(1), 'Bonjour, Delmas only', 'the next cashier of the till has not read it');
select pg_temp.close_till('sam', '{"100000": 1}'), pg_temp.open_till('anna', 1) \g /dev/null
select is(pg_temp.unread(1), 'Delmas only', 'the same one has');
select pg_temp.at(3600000) \g /dev/null
select is(pg_temp.unread(3), 'Bonjour', 'after its time nobody is told');
select pg_temp.at(12 * 3600000 - 1) \g /dev/null
select is(pg_temp.unread(3), 'Bonjour', 'without one that is twelve hours');
select pg_temp.at(12 * 3600000) \g /dev/null
select is(pg_temp.unread(3), '', 'no more');

-- Shops and people -------------------------------------------------------------------------------------------------

select pg_temp.at(11 * 3600000), pg_temp.told('') \g /dev/null
select api.shop_pause(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, 'flood') \g /dev/null
select is(pg_temp.told('shop_update'), 'till:1 till:2', 'a shop that is paused is told to its tills');
select is(pg_temp.last('till:1', 'shop_update') #>> '{shop,paused,reason}', 'flood', 'and why');
select is(hippo.channel_snapshot('till:2') #>> '{shop,paused,reason}', 'flood', 'who joins late sees it');
select api.shop_resume(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, 'dry') \g /dev/null
select is(pg_temp.told('shop_update'), 'till:1 till:2', 'so is one that goes on');
select is((pg_temp.last('till:1', 'shop_update') -> 'shop') - 'name', '{"shopId": 1, "number": "01", "paused": null, "openings": null}', 'which sells then');
-- 18:00 there.
select api.shop_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, null, null, null,
    '[{"weekday": 5, "opens": "08:00", "closes": "20:00"}, {"weekday": 6, "opens": "08:00", "closes": "12:00"}]') \g /dev/null
select is(pg_temp.told('shop_update'), 'till:1 till:2', 'other hours are told');
select is((select string_agg(to_char(to_timestamp((o ->> n)::bigint / 1000) at time zone 'America/Port-au-Prince', 'Dy HH24:MI'), ' ' order by o, n)
           from jsonb_array_elements(pg_temp.last('till:1', 'shop_update') #> '{shop,openings}') o, generate_series(0, 1) n),
    'Fri 08:00 Fri 20:00 Sat 08:00 Sat 12:00 Fri 08:00 Fri 20:00', 'as the openings of the next week, this one first');
select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, null, null, null, true, 'a test')
from hippo.app_user where username in ('bert', 'sue') \g /dev/null
select is(pg_temp.told('user_blocked'), 'till:2', 'a cashier who is blocked is told at the own till');
select is((pg_temp.last('till:2', 'user_blocked') ->> 'userId')::integer, (select user_id from hippo.app_user where username = 'bert'), 'and who it is');
select api.user_password(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, pg_temp.hash())
from hippo.app_user where username in ('carl', 'sid', 'ada') \g /dev/null
select is(pg_temp.told('user_signed_out'), 'till:3', 'so is one whose password was set by somebody else');
select is((pg_temp.last('till:3', 'user_signed_out') ->> 'userId')::integer, (select user_id from hippo.app_user where username = 'carl'), 'at the till where he is');
select is(pg_temp.proof(), '', 'the books are right');
select * from finish();
rollback;
