-- SPDX-License-Identifier: MIT
-- Cards: no more than they say is ever paid, none runs that sells nothing, all that are legal are priced in time, and approved
-- ones take turns.
begin;
select plan(88);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null

create function pg_temp.runners(p_kind text, p_values bigint[]) returns json language sql as $$
    select json_agg(json_build_object('number', i, 'name', 'R' || i, 'color', '#000000', p_kind, v) order by i)
    from unnest(p_values) with ordinality as t (v, i)
$$;
create function pg_temp.propose(p_name text, p_target integer, p_kind text, p_values bigint[]) returns json language sql as $$
    select api.card_propose(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), p_name, p_target, pg_temp.runners(p_kind, p_values), null)
$$;
create function pg_temp.approve(p_card bigint) returns json language sql as $$
    select api.card_decide(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), p_card, true, null)
$$;
create function pg_temp.schedule(p_entries json, p_user text default 'ada') returns json language sql as $$
    select api.card_schedule_update(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_entries, 'a test')
$$;
create function pg_temp.try(p_statement text) returns text language sql as $$ select pg_temp.refusal(p_statement, 'cardId', 'settings') $$;

-- Odds that were given ---------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.propose(%L, %s, ''odds'', %L)', 'odds ' || place, target, odds), 'returnPpm', 'targetPpm'),
    want, format('odds %s at %s', odds, target))
from (values
    (1, '{700,700,700,700,700,700}'::bigint[], 900000, 'HP400 card_return returnPpm=1166667 targetPpm=900000'),
    (2, '{300,300}', 500000, 'HP400 card_return returnPpm=1500000 targetPpm=500000'),
    (3, '{200,200}', 990000, 'HP400 card_return returnPpm=1000000 targetPpm=990000'),
    (4, '{180,180}', 899999, 'HP400 card_return returnPpm=900000 targetPpm=899999'),
    (5, '{180,180}', 900000, 'done'),
    (6, '{550,470,720,580,810,450}', 950962, 'HP400 card_return returnPpm=950963 targetPpm=950962'),
    (7, '{550,470,720,580,810,450}', 950963, 'done'),
    (8, '{101,1200,1200}', 990000, 'done')) as t (place, odds, target, want) order by place;
select is(pg_temp.refusal($$ select pg_temp.propose('weights', 900000, 'weight', '{19,1}') $$), 'HP400 runners',
    'weights first: nobody is offered at odds of 1.00 or less');
select is_empty($$ select t.name, p.label from hippo.price p join hippo.card_template t using (card_template_id)
    where t.proposed_by is not null and p.chance * p.odds * 10000 > t.target_ppm + 0.000001 $$, 'nothing that was taken returns more than its target');

-- Weights in time --------------------------------------------------------------------------------------------------

-- Whatever divides nothing evenly takes no longer than what divides everything: the api waits two seconds, and a card of equal
-- weights takes a third of one. Each is priced three times, and the quickest counts: this machine may be busy.
create function pg_temp.time_of(p_name text, p_weights bigint[]) returns interval language plpgsql as $$
declare
    v_start timestamptz;
    v_best interval := '1 hour';
begin
    for i in 1 .. 3 loop
        v_start := clock_timestamp();
        perform pg_temp.propose(p_name || case when i > 1 then ' ' || i else '' end, 900000, 'weight', p_weights);
        v_best := least(v_best, clock_timestamp() - v_start);
    end loop;
    return v_best;
end
$$;
create temp table priced as select name, pg_temp.time_of(name, weights) as took
from (select 'equal weights' as name, array_agg(1::bigint) as weights from generate_series(1, 24)
      union all select 'the largest weights', array_agg((2::numeric ^ 58)::bigint) from generate_series(1, 24)
      union all select 'awkward weights', array_agg((2::numeric ^ 57 + i * 1234567891011)::bigint) from generate_series(1, 24) i) t;
select cmp_ok(took, '<', 2.5 * (select took from priced where name = 'equal weights'), name) from priced where name <> 'equal weights' order by name;
create function pg_temp.prices(p_name text) returns text language sql as $$
    select md5(string_agg(format('%s %s %s', label, odds, chance), ',' order by price_id)) from hippo.price
    join hippo.card_template using (card_template_id) where name = p_name
$$;
select is(pg_temp.prices('the largest weights'), pg_temp.prices('equal weights'), 'the same chances, the same odds');
select is((select odds from hippo.price join hippo.card_template using (card_template_id) where name = 'equal weights' and label = l),
    want, l || ' hits the target to the last digit')
from (values ('win 24', 2160), ('exacta 1-2', 49680), ('quinella 1-2', 24840), ('top3 7', 720), ('couple_place 3-9', 8280)) t (l, want);

-- A card that must not run, whoever puts it there ------------------------------------------------------------------

-- Opens the next round on a card that the owner made by hand, and takes all of it back.
create function pg_temp.by_hand(p_odds integer[], p_weights bigint[], p_more text default null) returns text language plpgsql as $$
declare
    v_id bigint;
    v_outcome text;
begin
    insert into hippo.card_template (name) values ('by hand') returning card_template_id into v_id;
    insert into hippo.card_template_runner (card_template_id, number, name, weight, win_odds, color)
    select v_id, i, 'R' || i, w, o, '#000000' from unnest(p_odds, p_weights) with ordinality as t (o, w, i);
    update hippo.card_schedule set card_template_id = v_id;
    if p_more is not null then
        perform hippo.card_price(v_id), set_config('session_replication_role', 'replica', true);
        execute replace(p_more, '$card', v_id::text);
        perform set_config('session_replication_role', 'origin', true);
    end if;
    v_outcome := pg_temp.refusal('select scheduler.round_open()', 'settings');
    raise exception using errcode = 'TEST0', message = v_outcome;
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
select is(pg_temp.by_hand(odds, weights, more), want, what)
from (values
    (1, '{198,198}'::integer[], '{1,1}'::bigint[], null, 'done', '99 % is the most that a card may return'),
    (2, '{200,200}', '{1,1}', null, 'HP409 card_return settings=[]', '100 %'),
    (3, '{700,700,700,700,700,700}', '{1,1,1,1,1,1}', null, 'HP409 card_return settings=[]', '117 %'),
    (4, '{500,110}', '{1,3}', null, 'HP409 card_return settings=[]', 'one runner over 100 %, the other far below'),
    (5, '{198,198}', '{1,1}', 'update hippo.card_template_runner set weight = 2 where card_template_id = $card and number = 1',
        'HP409 card_return settings=[]', 'a runner who was changed when the prices were made'),
    (6, '{198,198}', '{1,1}', 'update hippo.card_template_runner set win_odds = 250 where card_template_id = $card and number = 1',
        'HP409 card_return settings=[]', 'odds that the prices do not have'),
    (7, '{198,198}', '{1,1}', 'insert into hippo.card_template_runner select card_template_id, 3, ''C'', 1, 198, color '
        'from hippo.card_template_runner where card_template_id = $card and number = 1', 'HP409 card_return settings=[]', 'one runner more'),
    (8, '{250,250,250}', '{1,1,1}', 'update hippo.price set odds = 600 where card_template_id = $card and label = ''exacta 1-2''',
        'HP409 card_return settings=[]' , 'another market over 100 %'),
    (9, '{198,198}', '{1,1}', 'update hippo.setting set value = ''0'' where name like ''market\_%''',
        'HP409 card_unsellable settings=["market_win", "market_place", "market_top3", "market_exacta", "market_quinella", '
        '"market_couple_place", "market_trifecta", "market_trio", "market_duel", "market_odd_even"]', 'no market at all'),
    (10, '{198,198}', '{1,1}', 'update hippo.setting set value = (name = ''market_trio'')::integer where name like ''market\_%''',
        'HP409 card_unsellable settings=["market_win", "market_place", "market_top3", "market_exacta", "market_quinella", '
        '"market_couple_place", "market_trifecta", "market_trio", "market_duel", "market_odd_even"]', 'none that the field allows'),
    (11, '{198,198}', '{1,1}', 'update hippo.setting set value = ''4949'' where name = ''ticket_prize_max''',
        'HP409 card_unsellable settings=["stake_min", "ticket_prize_max", "till_exposure_max", "market_win"]', 'no prize small enough'),
    (12, '{198,198}', '{1,1}', 'update hippo.card_template set proposed_by = 1 where card_template_id = $card',
        'HP409 card_undecided settings=[]', 'a card that nobody approved'),
    (13, '{198,198}', '{1,1}', 'delete from hippo.card_schedule', 'HP404 no card is on the list', 'no card')
) as t (place, odds, weights, more, want, what) order by place;
select is(pg_temp.try('update hippo.card_template_runner set weight = weight + 1'), 'HP409 card_template_runner is append-only',
    'runners of a card are never changed');
select card_template_id as odds5 from hippo.card_template where name = 'odds 5' \gset
select is(pg_temp.refusal(format('update hippo.card_schedule set card_template_id = %s', :odds5)), 'HP409 card_undecided',
    'nor comes a card onto the list that nobody approved');
select pg_temp.set('market_exacta', 1), pg_temp.set('market_win', 0) \g /dev/null
select is(pg_temp.try(format('select pg_temp.approve(%s)', :odds5)), format('HP409 card_unsellable cardId=%s settings=["market_win", '
    '"market_place", "market_top3", "market_exacta", "market_quinella", "market_couple_place", "market_trifecta", "market_trio", '
    '"market_duel", "market_odd_even"]', :odds5), 'a card that no market that is on is sold with is not approved');
select pg_temp.set('market_win', 1), pg_temp.set('market_exacta', 0) \g /dev/null

-- Odds that leave room for the coin --------------------------------------------------------------------------------

select pg_temp.set('cash_unit', 100) \g /dev/null
select pg_temp.propose('room', 900000, 'weight', '{5,3,2}') ->> 'cardId' as room \gset
select is(array(select win_odds from hippo.card_template_runner where card_template_id = :room order by number), '{175,295,440}',
    'odds are as much lower as rounding up may add');
select is_empty(format($$ select p.label, k from hippo.price p, generate_series(5, 1004) k
    where card_template_id = %s and p.chance * ((k * 500 * p.odds / 100 + 99) / 100 * 100) > 0.9 * k * 500 + 0.000001 $$, :room),
    'so no bet returns more than the target when its prize is rounded up');
savepoint coin;
select is(pg_temp.approve(:room) ->> 'state', 'active', 'such a card runs');
rollback to coin;
select pg_temp.set('cash_unit', 1) \g /dev/null
select pg_temp.propose('tight', 900000, 'weight', '{5,3,2}') ->> 'cardId' as tight \gset
select is(array(select win_odds from hippo.card_template_runner where card_template_id = :tight order by number), '{180,300,450}',
    'with nothing to round they are as high as ever');
select pg_temp.set('cash_unit', 100) \g /dev/null
select is(pg_temp.try(format('select pg_temp.approve(%s)', :tight)), format('HP409 card_coin cardId=%s settings=["cash_unit", '
    '"stake_min", "stake_step", "market_win"]', :tight), 'a card without room does not run with a coin');
select pg_temp.set('cash_unit', 1) \g /dev/null

-- A return of just the target, in odds so long that the last digit of the chance weighs.
select pg_temp.propose('long', 900000, 'weight', '{1,29999,30000}') ->> 'cardId' as long \gset
select is((select odds from hippo.price where card_template_id = :long and label = 'win 1'), 5400000, '54 000 for 1');
savepoint long;
select is(pg_temp.refusal(format('select pg_temp.approve(%s)', :long)), 'done', 'returns no more than the target, and runs');
rollback to long;

-- Cards take turns -------------------------------------------------------------------------------------------------

select is(api.card_schedule_get(pg_temp.token('olga'))::jsonb, '{"entries": [{"cardId": 1, "name": "classic-6", "rounds": 1}],
    "fromRound": 10000001, "next": {"roundId": 10000001, "cardId": 1}}', 'a new house runs its one card');
select scheduler.round_open() \g /dev/null
-- Rounds that open one after the other, each void at once: the cards they opened with.
create function pg_temp.cards(p_rounds integer) returns text language plpgsql as $$
declare
    v_cards text := '';
begin
    for i in 1 .. p_rounds loop
        perform hippo.round_void_request((hippo.round_latest()).round_id, 'x');
        perform scheduler.round_void((hippo.round_latest()).round_id, pg_temp.secret((hippo.round_latest()).round_id));
        perform pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round_latest();
        perform scheduler.round_open();
        v_cards := v_cards || ' ' || (select name from hippo.card_template where card_template_id = (hippo.round_latest()).card_template_id);
    end loop;
    return btrim(v_cards);
end
$$;
select is(pg_temp.approve(:tight) ->> 'state', 'active', 'an approved card takes the place of the one that ran');
select is(pg_temp.cards(2), 'tight tight', 'from the next round on');
select is((select c ->> 'state' from json_array_elements(api.card_list(pg_temp.token('olga'), 2, 1) -> 'items') c), 'approved',
    'the one before may run again');
create function pg_temp.entries(variadic p_pairs bigint[]) returns json language sql as $$
    select json_agg(json_build_object('cardId', p_pairs[i], 'rounds', p_pairs[i + 1]) order by i)
    from generate_series(1, cardinality(p_pairs), 2) i
$$;
select is(pg_temp.schedule(pg_temp.entries(1, 1)) #>> '{next,cardId}', '1', 'an admin puts it back');
select is(pg_temp.cards(2), 'classic-6 classic-6', 'and it runs: a card that ran runs again');
select api.card_schedule_update(pg_temp.token('ada'), 'list-one', pg_temp.print(), pg_temp.entries(1, 2, :tight, 1, 1, 1, :tight, 3), 'turns')::jsonb as list \gset
select is(:'list'::jsonb, jsonb_build_object('entries', jsonb_build_array(
        jsonb_build_object('cardId', 1, 'name', 'classic-6', 'rounds', 2), jsonb_build_object('cardId', :tight, 'name', 'tight', 'rounds', 1),
        jsonb_build_object('cardId', 1, 'name', 'classic-6', 'rounds', 1), jsonb_build_object('cardId', :tight, 'name', 'tight', 'rounds', 3)),
    'fromRound', 10000006, 'next', '{"roundId": 10000006, "cardId": 1}'::jsonb), 'several, each for its rounds, one of them twice');
select is(pg_temp.cards(9), 'classic-6 classic-6 tight classic-6 tight tight tight classic-6 classic-6', 'they take turns, and begin again');
select is(hippo.card_of_round(10000006 + 7 * 1000000007::bigint + p), case when p in (0, 1, 3) then 1 else :tight end::bigint, 'so for ever: ' || p)
from generate_series(0, 6) p;
select is(c -> 'schedule' #>> '{}', want, 'the list of cards shows their places')
from json_array_elements(api.card_list(pg_temp.token('olga'), null, 100) -> 'items') c
join (values ('classic-6', '[{"place" : 1, "rounds" : 2}, {"place" : 3, "rounds" : 1}]'), ('tight', '[{"place" : 2, "rounds" : 1}, {"place" : 4, "rounds" : 3}]'),
    ('room', '[]')) w (name, want) on w.name = c ->> 'name' order by w.name;
select is((select (subject, reason, before #>> '{entries,0,rounds}', after #>> '{entries,0,rounds}')::text from hippo.journal where key = 'list-one'),
    '(,turns,1,2)', 'what was before, after, and why is on record');
select is(api.card_schedule_update(pg_temp.token('ada'), 'list-one', pg_temp.print(), pg_temp.entries(1, 2), 'turns')::jsonb, :'list'::jsonb,
    'the same request again: the same answer');
select pg_temp.propose('third', 900000, 'odds', '{180,180}') ->> 'cardId' as third \gset
select is(pg_temp.approve(:third) ->> 'state', 'approved', 'where cards take turns, an approved one waits');
select is(pg_temp.cards(1), 'tight', 'and the turns go on');
select is(pg_temp.schedule(pg_temp.entries(:third, 1, 1, 1)) #>> '{next,cardId}', :'third', 'another list begins with its first place');
select is(pg_temp.cards(3), 'third classic-6 third', 'at the next round');
select is(pg_temp.refusal(format('select pg_temp.set(%L, %s)', name, value), 'cardId'), format('HP409 settings_conflict cardId=%s', card),
    format('a setting goes with every card on the list: %s = %s', name, value))
from (values ('ticket_prize_max', 4499, :third), ('ticket_prize_max', 11249, 1), ('cash_unit', 500, :third)) as t (name, value, card);
select is(pg_temp.try(format('select pg_temp.schedule(%L, %L)', entries, who)), want, concat_ws(' ', who, entries))
from (values
    (1, 'anna', pg_temp.entries(1, 1)::text, 'HP403 forbidden'), (2, 'olga', pg_temp.entries(1, 1)::text, 'HP403 forbidden'),
    (3, 'ada', '[]', 'HP400 bad_parameter'), (4, 'ada', '{}', 'HP400 bad_parameter'), (5, 'ada', 'null', 'HP400 bad_parameter'),
    (6, 'ada', null, 'HP400 bad_parameter'), (7, 'ada', '[7]', 'HP400 bad_parameter'), (8, 'ada', '[{"cardId": 1}]', 'HP400 bad_parameter'),
    (9, 'ada', '[{"cardId": 1, "rounds": 0}]', 'HP400 bad_parameter'), (10, 'ada', '[{"cardId": 1, "rounds": 100001}]', 'HP400 bad_parameter'),
    (11, 'ada', '[{"cardId": 1, "rounds": "1"}]', 'HP400 bad_parameter'), (12, 'ada', '[{"cardId": 1, "rounds": 1, "x": 1}]', 'HP400 bad_parameter'),
    (13, 'ada', '[{"cardId": 1.5, "rounds": 1}]', 'HP400 bad_parameter'), (14, 'ada', '[{"cardId": null, "rounds": 1}]', 'HP400 bad_parameter'),
    (15, 'ada', (select json_agg(json_build_object('cardId', 1, 'rounds', 1))::text from generate_series(1, 101)), 'HP400 bad_parameter'),
    (16, 'ada', pg_temp.entries(999, 1)::text, 'HP404 not_found'),
    (17, 'ada', pg_temp.entries(1, 1, :odds5, 1)::text, format('HP409 card_undecided cardId=%s', :odds5))
) as t (place, who, entries, want) order by place;
select is((select count(*) from hippo.card_schedule), 2::bigint, 'none of that changed the list');
select is((select count(*) from hippo.round r where not exists (select from hippo.card_schedule)), 0::bigint, 'nor emptied it');
select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
