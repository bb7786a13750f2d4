-- SPDX-License-Identifier: MIT
-- What the api's door answers: shapes, what stays hidden until when, paging, limits.
begin;
select plan(55);
set local client_min_messages = warning;
\ir lib/house.sql

create function pg_temp.keys(p_value json) returns text language sql as
    $$ select string_agg(key, ' ' order by place) from json_object_keys(p_value) with ordinality as k (key, place) $$;
-- Null, as the door means it, is not the JSON word null.
create function pg_temp.proof_secrets(p_round_id bigint) returns text language sql as $$
    select concat_ws(' ', key, value) from (
        select string_agg(key, ' ' order by key) filter (where value::text = 'null') as key,
               string_agg(key, ' ' order by key) filter (where value::text <> 'null') as value
        from json_each(api.round_proof(p_round_id)) where key in ('secret', 'outcomeSeed', 'order', 'filmSeed')) s
$$;

-- Before the first round -------------------------------------------------------------------------------------------

select is(api.round_current()::text, null, 'there is no current round');
select is(api.round_get(10000001)::text, null, 'nor a first one');
select is(api.round_proof(10000001)::text, null, 'nor its proof');
select is(api.round_list(null, 10)::jsonb, '{"rounds": [], "next": null}', 'an empty list');
select is(api.winner_list(10)::jsonb, '{"winners": []}', 'no winners');
select is(api.health()::jsonb - '{stream,schema,clock}'::text[], '{"warnings": [], "status": "ok", "database": "ok", "round": null,
    "confirmed": false, "anew": null}', 'a new house is well');
select is((api.health() ->> 'schema')::integer, (select max(number) from hippo.migration), 'and tells its schema');

select is(api.config()::jsonb, '{"name": "Hippodrome", "currency": "HTG", "currencyDigits": 2, "timeZone": "America/Port-au-Prince",
    "payAnywhere": true, "quickStakes": [2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000],
    "languages": ["fr", "en", "ht"], "websocketPath": "/connection/websocket", "channel": "race", "rules": "R1",
    "fairness": {"algorithm": "HR1", "grade": "C"}, "signingKeys": [], "timers": {"betting": 60000, "lock": 5000, "film": 30000, "finish": 5000}}',
    'what a client needs to know of the house');
select pg_temp.start(), pg_temp.open_session(300) \g /dev/null
select is(api.config()::jsonb -> 'timers', '{"betting": 5000, "lock": 1000, "film": 3000, "finish": 1000}', 'timers are the settings');

-- A round as it goes -----------------------------------------------------------------------------------------------

select scheduler.round_open() \g /dev/null
select is(pg_temp.keys(api.round_current()), 'roundId number session chainIndex phase card cardHash commitment openTime lockTime '
    'raceStartTime raceEndTime closeTime screen openedAt settledAt result voidReason', 'a round has these fields');
select is(api.round_current()::jsonb, (select data::jsonb -> 'round' from hippo.stream_event where event = 'new_round')
    || '{"screen": "game_screen", "openedAt": "2026-01-02T12:00:00.000Z", "settledAt": null, "result": null, "voidReason": null}',
    'the ones of the stream, and more');
select is(pg_temp.keys(api.round_proof(10000001)),
    'roundId number session chainIndex anchor phase commitment card cardHash beacon secret outcomeSeed '
    'order filmSeed', 'a proof has these fields');
select is(api.round_proof(10000001)::jsonb - 'card', jsonb_build_object('roundId', 10000001, 'number', 10000001, 'session', '2026-01-02/1',
    'chainIndex', 1, 'anchor', (select encode(anchor, 'hex') from hippo.session), 'phase', 'betting',
    'commitment', (select encode(anchor, 'hex') from hippo.session), 'cardHash', (select encode(card_hash, 'hex') from hippo.round),
    'beacon', repeat('00', 32), 'secret', null, 'outcomeSeed', null, 'order', null, 'filmSeed', null),
        'all that is public before the sale');
select is(sha256(convert_to(api.round_proof(10000001) ->> 'card', 'UTF8')), decode(api.round_proof(10000001) ->> 'cardHash', 'hex'),
    'the card of the proof has the hash of the proof');
select pg_temp.at(4000), scheduler.round_lock(10000001) \g /dev/null
select is(pg_temp.proof_secrets(10000001), 'filmSeed order outcomeSeed secret', 'locked: no secret');
select pg_temp.at(5000), scheduler.round_race(10000001, 1000000, 1750) \g /dev/null
select is(pg_temp.proof_secrets(10000001), 'filmSeed order outcomeSeed secret', 'racing: no secret');
select is((api.round_current() ->> 'screen', api.round_current()::jsonb -> 'result')::text, '(movie_screen,null)', 'nor a result');
select pg_temp.at(8000), pg_temp.finish(10000001, 1) \g /dev/null
select is(pg_temp.proof_secrets(10000001), 'filmSeed order outcomeSeed secret', 'finished: no secret before it is final');
select is(api.round_current()::jsonb -> 'result',
    jsonb_build_object('order', pg_temp.drawn(10000001), 'winner', (select jsonb_build_object(
    'number', number, 'name', name, 'odds', win_odds, 'color', color) from hippo.card_template_runner
        where number = (pg_temp.drawn(10000001))[1])),
    'finished: the order, with the winner');
select is(api.winner_list(10)::jsonb, '{"winners": []}', 'a winner counts when it is final');
select scheduler.round_settle(10000001) \g /dev/null
select is(api.round_proof(10000001) ->> 'secret', pg_temp.secret(10000001), 'settled: the secret');
select is(api.round_proof(10000001)::jsonb -> 'order', to_jsonb(pg_temp.drawn(10000001)), 'the order');
select is((api.round_proof(10000001) ->> 'outcomeSeed', api.round_proof(10000001) ->> 'filmSeed'),
    (encode(outcome_seed, 'hex'), encode(film_seed, 'hex')), 'the seeds') from hippo.round;
select is(api.round_get(10000001) ->> 'settledAt', '2026-01-02T12:00:08.000Z', 'and the time');
select is(api.winner_list(10)::jsonb -> 'winners' -> 0,
    (select data::jsonb -> 'winners' -> 0 from hippo.stream_event where event = 'race_results'),
    'the winner is the one that was told');

select pg_temp.at(9000), pg_temp.play_void() \g /dev/null
select is(api.round_get(10000002)::jsonb -> 'result', 'null', 'a void round has no result');
select is((api.round_get(10000002) ->> 'voidReason', api.round_get(10000002) ->> 'phase', api.round_get(10000002) ->> 'screen')::text,
    '("a test",void,finish_screen)', 'but a reason');
select is((api.round_proof(10000002) ->> 'secret', api.round_proof(10000002)::jsonb -> 'order')::text,
    (pg_temp.secret(10000002), to_jsonb(pg_temp.drawn(10000002)))::text, 'its secret and its would-be order are public');

-- Lists ------------------------------------------------------------------------------------------------------------

select count(pg_temp.play()) from generate_series(1, 120) \g /dev/null
select is(array(select (r ->> 'roundId')::bigint from json_array_elements(api.round_list(null, 3) -> 'rounds') r),
    '{10000122,10000121,10000120}',
    'newest first');
select is(api.round_list(null, 3) ->> 'next', '10000120', 'next is where the page ends');
select is(array(select (r ->> 'roundId')::bigint from json_array_elements(api.round_list(10000120, 2) -> 'rounds') r),
    '{10000119,10000118}',
    'the following page');
select is(api.round_list(10000002, 10)::jsonb -> 'rounds' -> 0, api.round_get(10000001)::jsonb, 'a round is the same in a list');
select is(api.round_list(10000002, 10)::jsonb -> 'next', 'null', 'the last page has no next');
select is(api.round_list(10000003, 2)::jsonb -> 'next', 'null', 'nor has a page that just fits');
select is(api.round_list(1, 10)::jsonb, '{"rounds": [], "next": null}', 'nothing is before the first');
select is(json_array_length(api.round_list(9223372036854775807, 100) -> 'rounds'), 100, 'a place far beyond is the newest');
create function pg_temp.all_pages(p_limit integer) returns bigint[] language plpgsql as $$
declare
    v_page json;
    v_before bigint;
    v_ids bigint[] := '{}';
begin
    loop
        v_page := api.round_list(v_before, p_limit);
        v_ids := v_ids || array(select (r ->> 'roundId')::bigint from json_array_elements(v_page -> 'rounds') r);
        v_before := v_page ->> 'next';
        exit when v_before is null or cardinality(v_ids) > 1000;
    end loop;
    return v_ids;
end
$$;
select is(pg_temp.all_pages(size), array(select round_id from hippo.round order by 1 desc), format('pages of %s make up the whole', size))
from unnest('{1,7,61,100}'::integer[]) size;
select is(array(select (w ->> 'roundId')::bigint from json_array_elements(api.winner_list(100) -> 'winners') w),
    array(select round_id from hippo.round where phase = 'settled' order by 1 desc limit 100), 'winners, newest first');
select is(json_array_length(api.winner_list(1) -> 'winners'), 1, 'as many as wanted');
select is(pg_temp.outcome(format('select api.%s%L)', call, size)), 'HP400 limit',
    format('%s limit %s is refused, by its name', call, coalesce(size::text, 'null')))
from unnest('{"round_list(null, ","winner_list("}'::text[]) call, unnest('{0,-1,101,null}'::integer[]) size;

-- Health -----------------------------------------------------------------------------------------------------------

select is(api.health()::jsonb - '{schema,clock}'::text[], jsonb_build_object('warnings', '[]'::jsonb, 'status', 'ok', 'database', 'ok', 'round',
    '{"roundId": 10000122, "phase": "settled"}'::jsonb, 'confirmed', true, 'anew', null,
    'stream', (select jsonb_build_object('offset', top, 'epoch', epoch) from hippo.stream where channel = 'race')), 'well');
select pg_temp.at(pg_temp.now_ms() + 5000) \g /dev/null
select is(api.health() ->> 'status', 'ok', 'a move 5 s overdue is a slow one');
select pg_temp.at(pg_temp.now_ms() + 1) \g /dev/null
select is(api.health() ->> 'status', 'late', 'one that is later means that nobody leads');
select hippo.game_pause('storm') \g /dev/null
select is(api.health() ->> 'status', 'paused', 'a pause is not late');

-- By the api's own role.
set local role hippo_api;
select json_array_length(api.round_list(null, 5) -> 'rounds') as rounds, api.round_proof(10000001) ->> 'roundId' as proof \gset
reset role;
select is((:rounds, :proof)::text, '(5,10000001)', 'the api''s role may ask');

select * from finish();
rollback;
