-- SPDX-License-Identifier: MIT
-- Several publishers and readers at once: commit order is offset order, no reader ever sees a hole, and a snapshot is
-- the state at exactly its offset.
select plan(23);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql`

select pg_temp.open(name) from unnest('{a,b,listener}'::text[]) name \g /dev/null

-- Two publishers ---------------------------------------------------------------------------------------------------

insert into hippo.stream (channel) values ('pair');
select dblink_exec('listener', 'listen hippo') \g /dev/null
select pg_temp.ask('a', 'begin'), pg_temp.ask('a', 'select hippo.stream_append(''pair'', ''a'', null, ''{}'')') as first \gset
select is(:'first'::bigint, 1::bigint, 'the first publisher has offset 1');
select pg_temp.send('b', 'select hippo.stream_append(''pair'', ''b'', null, ''{}'')') \g /dev/null
select ok(pg_temp.is_waiting('b'), 'the second waits, though it came to another event');
select is((select string_agg(kind, ' ') from gateway.stream_pull('pair', null, null, 10)), 'head snapshot',
    'readers wait for nobody, and see neither');
select pg_temp.ask('a', 'commit') \g /dev/null
select is(pg_temp.result('b'), '2', 'it gets the next offset when the first has committed');
select pg_temp.ask('a', 'begin'), pg_temp.ask('a', 'select hippo.stream_append(''pair'', ''a'', null, ''{}'')') \g /dev/null
select pg_temp.send('b', 'select hippo.stream_append(''pair'', ''b'', null, ''{}'')') \g /dev/null
select ok(pg_temp.is_waiting('b'), 'again it waits');
select pg_temp.ask('a', 'rollback') \g /dev/null
select is(pg_temp.result('b'), '3', 'an offset that was rolled back leaves no gap');
select is(array(select event from hippo.stream_event where channel = 'pair' order by "offset"), '{a,b,b}', 'in the order of the commits');
select pg_sleep(0.1), pg_temp.ask('listener', 'select 1') \g /dev/null
select is(array(select extra from dblink_get_notify('listener') where notify_name = 'hippo'), '{pair:1,pair:2,pair:3}',
          'each commit woke the gateways with channel and offset');

-- Many publishers and a reader -------------------------------------------------------------------------------------

-- One plays rounds, one pauses and resumes, one fills up; a commit after each. 2 000 events and more.
select pg_temp.open('rounds'), dblink_exec('rounds', :'house') \g /dev/null
select pg_temp.ask('rounds', 'select pg_temp.start()'), pg_temp.ask('rounds', 'select pg_temp.open_session(100)') \g /dev/null
select pg_temp.send('rounds', $$
    do $do$
    declare
        v_id bigint;
        v_ms bigint := pg_temp.now_ms();
        v_is_open boolean;
    begin
        for i in 1 .. 90 loop
            perform pg_temp.at(v_ms);
            for attempt in 1 .. 5000 loop
                begin
                    v_id := scheduler.round_open();
                    v_is_open := true;
                exception when sqlstate 'HP409' then -- paused at this moment
                    v_is_open := false;
                end;
                commit;
                exit when v_is_open;
                perform pg_sleep(0.001);
            end loop;
            perform pg_temp.at(v_ms + 4000), scheduler.round_lock(v_id);
            commit;
            perform pg_temp.at(v_ms + 5000), scheduler.round_race(v_id, 1000000, 1750);
            commit;
            perform pg_temp.at(v_ms + 6000), scheduler.film_publish(v_id, 1, pg_temp.film(1, 10));
            commit;
            perform pg_temp.at(v_ms + 6500), scheduler.film_publish(v_id, 11, pg_temp.film(11, 15));
            commit;
            perform pg_temp.at(v_ms + 8000), pg_temp.finish(v_id);
            commit;
            perform scheduler.round_settle(v_id);
            commit;
            v_ms := v_ms + 9000;
        end loop;
    end
    $do$ $$) \g /dev/null
select pg_temp.send('a', $$
    do $do$
    begin
        for i in 1 .. 250 loop
            perform hippo.game_pause('test ' || i);
            commit;
            perform hippo.game_resume('test ' || i);
            commit;
            perform pg_sleep(0.001);
        end loop;
    end
    $do$ $$) \g /dev/null
select pg_temp.send('b', $$
    do $do$
    begin
        for i in 1 .. 1000 loop
            perform hippo.stream_append('race', 'filler', null, json_build_object('number', i));
            commit;
        end loop;
    end
    $do$ $$) \g /dev/null

-- What the readers saw; it is judged afterwards, when the whole stream is known.
create temp table seen_event (pull integer, place integer, "offset" bigint);
create temp table seen_snapshot (pull integer, reader text, top bigint, "offset" bigint, data jsonb);
create temp table pull_head (pull integer, top bigint, now_ms bigint);
do $$
declare
    v_epoch text := (select epoch from hippo.stream where channel = 'race');
    v_after bigint := 0;
    v_pull integer := 0;
    v_place integer := 0;
    v_is_running boolean := true;
    v_is_last boolean := false;
    v_before bigint;
    v_top bigint;
    r record;
begin
    while not v_is_last loop
        v_is_last := not v_is_running; -- one pull more after the last publisher has ended
        v_is_running := exists (select from unnest('{rounds,a,b}'::text[]) name where dblink_is_busy(name) = 1);
        v_pull := v_pull + 1;
        -- A gateway that follows, in steps of at most 40.
        loop
            v_before := v_after;
            for r in select * from gateway.stream_pull('race', v_epoch, v_after, 40) loop
                if r.kind = 'head' then
                    v_top := r."offset";
                    insert into pull_head values (v_pull, v_top, r.now_ms);
                elsif r.kind = 'event' then
                    v_place := v_place + 1;
                    v_after := r."offset";
                    insert into seen_event values (v_pull, v_place, r."offset");
                else
                    insert into seen_snapshot values (v_pull, 'gateway', v_top, r."offset", r.data::jsonb);
                end if;
            end loop;
            exit when v_after >= v_top or v_after = v_before; -- a stream with a hole must not keep the test for ever
        end loop;
        -- A newcomer.
        for r in select * from gateway.stream_pull('race', null, null, 3) where kind = 'snapshot' loop
            insert into seen_snapshot values (v_pull, 'newcomer', r."offset", r."offset", r.data::jsonb);
        end loop;
    end loop;
end
$$;
select is(pg_temp.result(name), 'DO', name || ': this publisher came to its end') from unnest('{rounds,a,b}'::text[]) name;
select ok(count(*) >= 2000, format('%s events were published meanwhile', count(*))) from hippo.stream_event where channel = 'race';
select ok(count(distinct top) >= 50, format('the readers saw the stream at %s different moments', count(distinct top))) from pull_head;
select is(array(select "offset" from hippo.stream_event where channel = 'race' order by 1),
          array(select generate_series(1, top) from hippo.stream where channel = 'race'), 'offsets have no gap');
select is(array(select "offset" from seen_event order by place),
    array(select generate_series(1, top) from hippo.stream where channel = 'race'),
          'the gateway got each event once, in order, without a hole');
select is_empty('select * from seen_snapshot where "offset" <> top', 'a snapshot''s offset is the top that its own head tells');
select is_empty('select * from (select pull, top, lag(top) over (order by pull, top) as before from pull_head) p '
    'where top < before', 'the top never goes back');

-- The state at each offset, as told by the events up to it.
create temp table state_at as
select "offset",
    (array_remove(array_agg(round_id) filter (where event = 'new_round') over past, null))[
        count(*) filter (where event = 'new_round') over past] as round_id,
    (array_agg(data ->> 'phase') filter (where data ->> 'phase' is not null) over past)[
        count(*) filter (where data ->> 'phase' is not null) over past] as phase,
    coalesce((array_agg(event) filter (where event in ('game_paused', 'game_resumed')) over past)[
        count(*) filter (where event in ('game_paused', 'game_resumed')) over past] = 'game_paused', false) as paused,
    count(*) filter (where event = 'race_results') over past as settled
from hippo.stream_event where channel = 'race'
window past as (order by "offset");
create temp table film_at as
select s."offset", sum(json_array_length(e.data -> 'film' -> 'positions' -> 0))::integer as samples
from state_at s join hippo.stream_event e on e.channel = 'race' and e.round_id = s.round_id and e."offset" <= s."offset"
    and e.event in ('race_sync', 'race_end')
where s."offset" in (select "offset" from seen_snapshot) group by 1;

select is_empty($$
    select s.reader, s."offset", s.data ->> 'phase', a.phase from seen_snapshot s join state_at a using ("offset")
    where (s.data ->> 'phase', s.data -> 'round' ->> 'phase', (s.data ->> 'roundId')::bigint, (s.data ->> 'paused')::boolean)
        is distinct from (a.phase, a.phase, a.round_id, a.paused)
  $$, 'each snapshot tells round, phase and pause as the events up to its offset do');
select is_empty($$
    select s.reader, s."offset" from seen_snapshot s join state_at a using ("offset") left join film_at f using ("offset")
    where case when a.phase in ('racing', 'finished', 'settled') then coalesce(f.samples, 0) end
        is distinct from jsonb_array_length(s.data -> 'film' -> 'positions' -> 0)
  $$, 'as much of the film');
select is_empty($$
    select s.reader, s."offset" from seen_snapshot s join state_at a using ("offset")
    where jsonb_array_length(s.data -> 'winners') <> least(6, a.settled)
        or (a.settled > 0 and a.phase = 'settled' and (s.data -> 'winners' -> 0 ->> 'roundId')::bigint <> a.round_id)
  $$, 'and the winners');
select ok(count(distinct s."offset") >= 50, format('of %s different offsets', count(distinct s."offset"))) from seen_snapshot s;
select ok(count(distinct s.data ->> 'phase') = 5 and count(distinct s.data ->> 'paused') = 2,
    'in every phase, paused and not') from seen_snapshot s;
select is_empty('select * from report.proof()', 'the books hold');

select pg_temp.close(name) from other \g /dev/null
select * from finish();
