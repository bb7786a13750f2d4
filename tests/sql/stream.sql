-- SPDX-License-Identifier: MIT
-- The event stream: what is published, what a gateway gets, and the snapshot beside it.
begin;
select plan(62);
set local client_min_messages = warning;
\ir lib/house.sql

-- A pull in short: "head 7 of 1", "event 7", "snapshot 7"; other channels and epochs in full.
create function pg_temp.pull(p_epoch text, p_after bigint, p_limit integer, p_channel text default 'race') returns text language sql as $$
    select string_agg(kind || ' ' || p."offset" || case when kind = 'head' then ' of ' || data else '' end, ', ' order by place)
    from gateway.stream_pull(p_channel, p_epoch, p_after, p_limit) with ordinality as p (kind, "offset", epoch, data, now_ms, place)
$$;
create function pg_temp.events(p_from bigint, p_to bigint) returns text language sql as $$
    select string_agg('event ' || i, ', ' order by i) || ', ' from generate_series(p_from, p_to) i
$$;
create function pg_temp.snapshot() returns jsonb language sql as $$
    select data::jsonb from gateway.stream_pull('race', null, null, 1) where kind = 'snapshot'
$$;
create function pg_temp.runner(p_number integer) returns jsonb language sql as $$
    select jsonb_build_object('number', number, 'name', name, 'odds', win_odds, 'color', color)
    from hippo.card_template_runner where number = p_number
$$;

-- Nothing yet ------------------------------------------------------------------------------------------------------

select epoch from hippo.stream where channel = 'race' \gset
select matches(:'epoch'::text, '^[0-9a-f]{12}$', 'a stream has an epoch');
select is(pg_temp.pull(null, null, 10), 'head 0 of 0, snapshot 0', 'an empty stream gives a newcomer the state');
select is(pg_temp.pull(:'epoch', 0, 10), 'head 0 of 0', 'and nothing to who has seen it');
select is(pg_temp.pull(:'epoch', -3, 10), 'head 0 of 0, snapshot 0', 'a place before the first is a newcomer''s');
select is(pg_temp.snapshot(), '{"roundId": null, "phase": null, "screen": "game_screen", "paused": false, "round": null, "film": null,
          "result": null, "winners": []}', 'the state before the first round');
select is(pg_temp.outcome('select gateway.stream_pull(''tills'', null, null, 10)'), 'HP404', 'no such channel to read');
select is(pg_temp.outcome('select hippo.stream_append(''tills'', ''x'', null, ''{}'')'), 'HP404', 'nor to write');

select is((select string_agg(t.channel || ' ' || t."offset" || ' ' || (t.epoch = s.epoch), ', ' order by t.channel)
           from gateway.stream_tops('{race,admin,tills,race}') t join hippo.stream s using (channel)),
          'admin 0 true, race 0 true', 'where several channels are; one that is not there is nowhere');

-- Snapshots through a round ----------------------------------------------------------------------------------------

select pg_temp.start(), pg_temp.open_session(50) \g /dev/null
select scheduler.round_open() as round \gset
select pg_temp.snapshot() as snapshot \gset
select is(:'snapshot'::jsonb - 'round', '{"roundId": 10000001, "phase": "betting", "screen": "game_screen", "paused": false, "film": null,
          "result": null, "winners": []}', 'betting');
select is(:'snapshot'::jsonb -> 'round', (select data::jsonb -> 'round' from hippo.stream_event where event = 'new_round'),
          'the round is the one that was told');
select pg_temp.at(4000), scheduler.round_lock(:round) \g /dev/null
select is(pg_temp.snapshot() - 'round', '{"roundId": 10000001, "phase": "locked", "screen": "game_screen", "paused": false, "film": null,
          "result": null, "winners": []}', 'locked');
select is(pg_temp.snapshot() -> 'round' ->> 'phase', 'locked', 'in the round too');
select pg_temp.at(5300), scheduler.round_race(:round, 1000000, 1750) \g /dev/null
select is(pg_temp.snapshot() - 'round', '{"roundId": 10000001, "phase": "racing", "screen": "movie_screen", "paused": false,
          "film": {"runners": [6, 7, 8, 9, 10, 54], "distance": 1000000, "step": 100, "duration": 3000, "playoutDelay": 1750, "from": 1,
                   "positions": [[], [], [], [], [], []]}, "result": null, "winners": []}', 'racing, nothing told: a row for each runner');
select is((pg_temp.snapshot() -> 'round' ->> 'raceStartTime')::bigint, 1767355205300, 'a late start is in the round');
select pg_temp.at(5400), scheduler.film_publish(:round, 1, pg_temp.film(1, 1)),
    pg_temp.at(6300), scheduler.film_publish(:round, 2, pg_temp.film(2, 10)),
    pg_temp.at(6800), scheduler.film_publish(:round, 11,
        (select json_agg(value) from json_array_elements(pg_temp.film(11, 15)))) \g /dev/null
select is(pg_temp.snapshot() -> 'film' -> 'positions', pg_temp.film(1, 15)::jsonb, 'all that was told, however it was cut');
select is(pg_temp.snapshot() -> 'result', 'null', 'no result yet');
select pg_temp.at(8300), pg_temp.finish(:round) \g /dev/null
select is(pg_temp.snapshot() - 'round' - 'film', jsonb_build_object('roundId', :round, 'phase', 'finished', 'screen', 'finish_screen',
          'paused', false, 'result', jsonb_build_object('order', pg_temp.drawn(:round), 'winner',
              pg_temp.runner((pg_temp.drawn(:round))[1])),
          'winners', '[]'::jsonb), 'finished');
select is(pg_temp.snapshot() -> 'film' -> 'positions', pg_temp.film(1, 30)::jsonb, 'with the whole film');
select is(strpos((select string_agg(data, '') from gateway.stream_pull('race', null, null, 1000)), pg_temp.secret(:round)), 0,
          'nothing that a gateway gets holds the secret');
select scheduler.round_settle(:round) \g /dev/null
select is(pg_temp.snapshot() - 'round' - 'film' - 'result',
    jsonb_build_object('roundId', :round, 'phase', 'settled', 'screen', 'finish_screen',
          'paused', false, 'winners', jsonb_build_array(jsonb_build_object('roundId', :round, 'winner',
              pg_temp.runner((pg_temp.drawn(:round))[1]),
              'order', pg_temp.drawn(:round), 'time', 1767355208300))), 'settled: a winner more');
select isnt(pg_temp.snapshot() -> 'result', 'null', 'and the result stays');
select is(pg_temp.snapshot() -> 'film' -> 'positions', pg_temp.film(1, 30)::jsonb, 'and the film');
select pg_temp.at(9300), pg_temp.play_void() \g /dev/null
select is(pg_temp.snapshot() - 'round' - 'winners', '{"roundId": 10000002, "phase": "void", "screen": "finish_screen", "paused": false,
          "film": null, "result": null}', 'void: no film, no result');
select count(pg_temp.play()) from generate_series(1, 7) \g /dev/null
select is(array(select (w ->> 'roundId')::bigint from jsonb_array_elements(pg_temp.snapshot() -> 'winners') w),
          '{10000009,10000008,10000007,10000006,10000005,10000004}', 'the last six winners, newest first');
select hippo.game_pause('storm') \g /dev/null
select is(pg_temp.snapshot() -> 'paused', 'true', 'paused');

-- Events -----------------------------------------------------------------------------------------------------------

select top from hippo.stream where channel = 'race' \gset
select ok(:top > 50, 'there are events to look at');
select is(array(select "offset" from hippo.stream_event where channel = 'race' order by 1), array(select generate_series(1::bigint, :top)),
          'offsets are 1 to the top');
select is_empty($$
    select "offset", data from hippo.stream_event
    where (select array_agg(key order by place) from json_object_keys(data) with ordinality as k (key, place) where place <= 3)
        is distinct from '{event,roundId,serverTime}'
  $$, 'each event starts with event, roundId and serverTime');
select is_empty($$
    select "offset" from hippo.stream_event
    where data ->> 'event' is distinct from event or (data ->> 'roundId')::bigint is distinct from round_id or round_id is null
  $$, 'and they are what the columns say');
select is_empty($$ select "offset" from hippo.stream_event where data::text ~ '[\n\r]' $$, 'each event is one line');
select is_empty($$
    select "offset", key from hippo.stream_event, json_object_keys(data) key group by 1, 2 having count(*) > 1
  $$, 'no field twice');
select is_empty($$
    select "offset" from (select "offset", (data ->> 'serverTime')::bigint as at, lag((data ->> 'serverTime')::bigint)
        over (order by "offset") as before from hippo.stream_event) e where at < before
  $$, 'times never go back');

select is(hippo.stream_append('race', 'plain', null, '{}'), :top + 1::bigint, 'an append gives its offset');
select is((data::text)::jsonb, jsonb_build_object('event', 'plain', 'roundId', null, 'serverTime', hippo.ms(hippo.clock())),
          'an event without fields is its head') from hippo.stream_event where "offset" = :top + 1;
select hippo.stream_append('race', 'odd', 10000001, '  { "a" : "}, {", "b" : {"c" : []} } ') \g /dev/null
select is((data::text)::jsonb - 'serverTime', '{"event": "odd", "roundId": 10000001, "a": "}, {", "b": {"c": []}}',
          'fields are joined whatever they hold') from hippo.stream_event where "offset" = :top + 2;
select alike(pg_temp.outcome('select hippo.stream_append(''race'', ''bad'', null, ''[1]'')'), '22%',
    'fields that are no object are refused');
select is((select top from hippo.stream where channel = 'race'), :top + 2::bigint, 'and take no offset');

-- What a gateway pulls ---------------------------------------------------------------------------------------------

select top from hippo.stream where channel = 'race' \gset
select is(pg_temp.pull(null, null, 5), format('head %s of 1, %ssnapshot %s', :top, pg_temp.events(:top - 4, :top), :top),
          'a newcomer: the last events and the state');
select is(pg_temp.pull(null, null, 100000), format('head %s of 1, %ssnapshot %s', :top, pg_temp.events(1, :top), :top), 'or all of them');
select is(pg_temp.pull(null, null, 0), format('head %s of 1, snapshot %s', :top, :top), 'or none');
select is(pg_temp.pull(:'epoch', :top, 5), format('head %s of 1', :top), 'nothing new: only the head');
select is(pg_temp.pull(:'epoch', :top - 1, 5), format('head %s of 1, event %s, snapshot %s', :top, :top, :top),
    'one new event, and the state after it');
select is(pg_temp.pull(:'epoch', :top - 5, 5), format('head %s of 1, %ssnapshot %s', :top, pg_temp.events(:top - 4, :top), :top),
          'as many as the limit');
select is(pg_temp.pull(:'epoch', :top - 6, 5), format('head %s of 1, %s', :top, rtrim(pg_temp.events(:top - 5, :top - 1), ', ')),
          'more than the limit: no state until they reach the top');
select is(pg_temp.pull(:'epoch', 0, 3), format('head %s of 1, event 1, event 2, event 3', :top), 'from the start');
select is(pg_temp.pull('0123456789ab', :top - 1, 5), format('head %s of 1, %ssnapshot %s', :top, pg_temp.events(:top - 4, :top), :top),
          'another epoch: a newcomer, whatever was seen before');
select is(pg_temp.pull(null, :top, 2), format('head %s of 1, %ssnapshot %s', :top, pg_temp.events(:top - 1, :top),
    :top), 'no epoch: likewise');
select is(pg_temp.pull(:'epoch', :top + 1, 2), format('head %s of 1, %ssnapshot %s', :top, pg_temp.events(:top - 1, :top), :top),
          'a place beyond the top (a database restored from a backup): likewise');
select is(count(*), 0::bigint, 'all rows name the epoch and the time') from gateway.stream_pull('race', null, null, 10)
where epoch is distinct from :'epoch' or now_ms is distinct from hippo.ms(hippo.clock());
select is(string_agg(p.data, '|' order by p."offset"),
    (select string_agg(data::text, '|' order by "offset") from hippo.stream_event where "offset" > :top - 7),
          'an event''s data is the stored text, to the byte')
              from gateway.stream_pull('race', :'epoch', :top - 7, 100) p where kind = 'event';
update hippo.stream set epoch = 'ffffffffffff' where channel = 'race';
select is(pg_temp.pull(:'epoch', :top, 1), format('head %s of 1, event %s, snapshot %s', :top, :top, :top),
    'a stream made anew is noticed');
\set epoch ffffffffffff

-- What is forgotten ------------------------------------------------------------------------------------------------

insert into hippo.stream (channel) values ('other');
select hippo.stream_append('other', 'x', null, '{}') from generate_series(1, 3) \g /dev/null
select is(pg_temp.pull(null, null, 10, 'other'), 'head 3 of 1, event 1, event 2, event 3, snapshot 3',
    'a second channel counts for itself');
update hippo.setting set value = '2000' where name = 'stream_keep';
select hippo.stream_append('race', 'x', null, '{}') from generate_series(:top + 1, 2000) \g /dev/null
select hippo.stream_trim('race') \g /dev/null
select is((select min("offset") from hippo.stream_event where channel = 'race'), 1::bigint, 'as many as are kept: nothing is forgotten');
select hippo.stream_append('race', 'x', null, '{}') from generate_series(1, 300) \g /dev/null
select hippo.stream_trim('race') \g /dev/null
select is((min("offset"), max("offset"), count(*))::text, '(301,2300,2000)', 'the oldest are forgotten, the newest kept')
from hippo.stream_event where channel = 'race';
select is((select count(*) from hippo.stream_event where channel = 'other'), 3::bigint, 'of this channel only');
select is(pg_temp.pull(:'epoch', 2299, 5), 'head 2300 of 301, event 2300, snapshot 2300', 'the head tells the oldest');
select is(pg_temp.pull(:'epoch', 298, 2), 'head 2300 of 301, event 301, event 302', 'who was away too long starts at the oldest');
select is((select count(*) from gateway.stream_pull('race', :'epoch', 100, 2000) where kind = 'event'), 2000::bigint,
          'and gets all there is');
select is((select count(*) from gateway.stream_pull('race', :'epoch', 100, 2000) where kind = 'snapshot'), 1::bigint,
          'with the state, since they reach the top');
select hippo.game_resume('sun'), pg_temp.play() \g /dev/null
select is((select min("offset") from hippo.stream_event where channel = 'race'),
    (select top - 2000 + 1 from hippo.stream where channel = 'race')
          - (select count(*) - 1 from hippo.stream_event where round_id = 10000010), 'each opening forgets');
select is_empty('select * from report.proof()', 'the books hold');

-- By the gateway's own role.
set local role hippo_gateway;
select count(*) as rows from gateway.stream_pull('race', null, null, 3) \gset
reset role;
select is(:rows, 5, 'the gateway''s role may pull');

select * from finish();
rollback;
