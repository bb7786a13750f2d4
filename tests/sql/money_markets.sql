-- SPDX-License-Identifier: MIT
-- Markets: odds against a second implementation that looks at every finish order; the card that lists them; who wins.
begin;
select plan(70);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
\ir lib/orders.sql

select setseed(0.42);
create temp table card (card_id bigint, target integer, numbers integer[], weights bigint[]);

-- The house's own card, and random ones of 2 to 6 runners: even, uneven, and with a hot favourite.
select hippo.card_price(card_template_id) from hippo.card_template \g /dev/null
insert into card
select card_template_id, target_ppm, array_agg(number order by number), array_agg(weight order by number)
from hippo.card_template join hippo.card_template_runner using (card_template_id) group by 1, 2;
create function pg_temp.random_card(p_runners integer, p_target integer, p_spread integer) returns bigint language plpgsql as $$
declare
    v_id bigint;
begin
    insert into hippo.card_template (name, target_ppm) values ('random ' || random(), p_target) returning card_template_id into v_id;
    insert into hippo.card_template_runner
    select v_id, i * 3 - (random() * 2)::integer, 'Horse ' || i, 1 + (exp(random() * p_spread) * 1000)::bigint, 250, '#000000'
    from generate_series(1, p_runners) i;
    perform hippo.card_price(v_id);
    insert into card select v_id, p_target, array_agg(number order by number), array_agg(weight order by number)
    from hippo.card_template_runner where card_template_id = v_id;
    return v_id;
end
$$;
select pg_temp.random_card(runners, target, spread)
from (values (2, 900000, 2), (3, 850000, 1), (4, 950000, 3), (5, 800000, 2), (5, 990000, 5), (6, 750000, 1),
    (6, 930000, 6), (6, 500000, 2)) as c (runners, target, spread) \g /dev/null

create temp table truth as
select c.card_id, c.target, m.market, s.selection, sum(o.chance) filter (where pg_temp.wins(m.market, s.selection, o.finish)) as chance
from card c
cross join hippo.market m
cross join lateral pg_temp.selections(m.market, c.numbers) s (selection)
cross join lateral pg_temp.orders(c.numbers, c.weights) o
where cardinality(c.numbers) between m.min_runners and m.max_runners
group by 1, 2, 3, 4;
analyze truth;

select is((select count(*) > 1200 from truth), true, 'there is something to compare');
select is_empty($$
    select t.card_id, t.market, t.selection, p.chance, t.chance from truth t join hippo.price p
        on p.card_template_id = t.card_id and p.market = t.market and p.selection = t.selection
    where abs(p.chance - t.chance) > 0.000000000000001
  $$, 'the chance of every selection is the sum over all orders on which it wins');
-- The largest odds on the tick that return at most the target: these do, the next do not.
select is_empty($$
    select t.card_id, t.market, t.selection, p.odds, t.chance from truth t left join hippo.price p
        on p.card_template_id = t.card_id and p.market = t.market and p.selection = t.selection,
    lateral (select coalesce(p.odds, 100) as odds) o,
    lateral (select o.odds + case when o.odds < 300 then 5 else 10 end as odds) next
    where t.market <> 'win' and t.chance is not null
        and (o.odds * t.chance * 10000 > t.target + 1e-40 and p.odds is not null
             or next.odds * t.chance * 10000 <= t.target - 1e-40 and p.odds < 10000000
             or p.odds is null and 105 * t.chance * 10000 <= t.target - 1e-40
             or p.odds % case when p.odds < 300 then 5 else 10 end <> 0)
  $$, 'odds are the largest on the tick that return at most the target; what cannot be offered is not');
select is_empty($$
    select p.label from hippo.price p join card c on c.card_id = p.card_template_id
    where not exists (select from truth t where t.card_id = p.card_template_id and t.market = p.market and t.selection = p.selection)
  $$, 'no selection is priced that does not exist');
select set_eq($$ select market, count(*), min(odds), max(odds) from hippo.price where card_template_id = 1 group by market $$,
    $$ values ('win'::text, 6::bigint, 450, 810), ('place', 6, 215, 360), ('top3', 6, 150, 230), ('exacta', 30, 1660, 5120),
       ('quinella', 15, 830, 2530), ('couple_place', 15, 300, 770), ('trifecta', 120, 5620, 23440), ('trio', 20, 990, 3670),
       ('duel', 30, 140, 250), ('odd_even', 2, 140, 245) $$, 'the house''s card at 90 %: odds that another program computed');
select is(array(select odds from hippo.price where card_template_id = 1 and market = 'win' order by price_id),
    '{550,470,720,580,810,450}', 'win odds are those of the runners');
select throws_ok('update hippo.price set odds = odds + 10', 'HP409', null, 'prices are never changed');
select throws_ok('delete from hippo.price', 'HP409', null, 'nor deleted');
select is(hippo.odds_floor(chance, 1000, ppm), odds, format('%s of 1000 at %s: %s', chance, ppm, odds))
from (values (500, 900000, 180), (300, 900000, 300), (301, 900000, 295), (303, 900000, 295), (250, 900000, 360),
    (251, 900000, 350), (950, 900000, 90), (1, 900000, 90000),
    (1000, 990000, 95)) as t (chance, ppm, odds);

-- Exact, not nearly: weights for which the return hits the target to the last digit.
select is(hippo.odds_floor(div(hippo.card_scale(), 3), hippo.card_scale(), 900000), 270,
    'a chance of one third at 90 % pays 2.70, not 2.65');

-- Who wins: the result against the rules on the whole order, and every opening against every order that begins with it.
select is_empty($$
    select c.card_id, m.market, o.finish from card c cross join hippo.market m cross join lateral pg_temp.orders(c.numbers, c.weights) o
    where cardinality(c.numbers) between m.min_runners and m.max_runners and cardinality(c.numbers) <= 5
        and array(select s from hippo.opening_selections(m.market, o.finish, c.numbers) s order by s collate "C")
            <> array(select s from pg_temp.selections(m.market, c.numbers) s where pg_temp.wins(m.market, s, o.finish)
                order by s collate "C")
  $$, 'the house''s winners are the rules'' winners, on every order of cards of up to five runners');
select is_empty($$
    select p.label, o.finish from hippo.price p cross join lateral pg_temp.orders('{6,7,8,9,10,54}', '{1,1,1,1,1,1}') o
    where p.card_template_id = 1 and (random() < 0.05) and pg_temp.wins(p.market, p.selection, o.finish) and not exists (
        select from hippo.card_openings('{6,7,8,9,10,54}', '{1,1,1,1,1,1}', p.depth, hippo.card_scale()) k
        where k.opening = o.finish[1:p.depth] and k.cell = any (p.cells))
  $$, 'whatever wins, wins in its cells');
select is_empty($$
    select p.label, o.finish from hippo.price p cross join lateral pg_temp.orders('{6,7,8,9,10,54}', '{1,1,1,1,1,1}') o
    join lateral hippo.card_openings('{6,7,8,9,10,54}', '{1,1,1,1,1,1}', p.depth, hippo.card_scale()) k
        on k.opening = o.finish[1:p.depth] and k.cell = any (p.cells)
    where p.card_template_id = 1 and p.market <> 'duel' and random() < 0.05 and not pg_temp.wins(p.market, p.selection, o.finish)
  $$, 'and but for duels, nothing else does');
select is(hippo.cell_block(6, a, b), block, format('an opening of %s goes on in %s ways to %s', a, block, b))
from (values (1, 1, 1), (1, 2, 5), (1, 3, 20), (2, 2, 1), (2, 3, 4), (3, 3, 1)) as t (a, b, block);

-- The card ---------------------------------------------------------------------------------------------------------

delete from card;
select pg_temp.furnish() as round \gset
select is(substr(card_text, strpos(card_text, 'o win 6')),
    E'o win 6 550\no win 7 470\no win 8 720\no win 9 580\no win 10 810\no win 54 450\n',
    'a card that only sells win has no other odds') from hippo.round;
select is((markets, runners, depth)::text, '({win},6,1)', 'and its exposure looks at the winner only') from hippo.round_terms;
select pg_temp.set('market_odd_even', 1), pg_temp.set('market_quinella', 1) \g /dev/null
select is((select markets from hippo.round_terms), '{win}', 'a market that is switched on waits for the next round');
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{"odd_even odd"}', '{2500}') $$), 'HP400 bad_market',
    'until then it is not sold');
select pg_temp.run_out(10000001), scheduler.round_open() \g /dev/null
select is((markets, runners, depth)::text, '("{win,quinella,odd_even}",6,2)', 'then it is') from hippo.round_terms
    where round_id = 10000002;
select is(substr(card_text, strpos(card_text, 'o win 54')), E'o win 54 450\n' || (
    select string_agg(format(E'o quinella %s %s\n', label, odds), '' order by place) from (values
        (1, '6-7', 1040), (2, '6-8', 1660), (3, '6-9', 1310), (4, '6-10', 1890), (5, '6-54', 990), (6, '7-8', 1390),
            (7, '7-9', 1100), (8, '7-10', 1580),
        (9, '7-54', 830), (10, '8-9', 1760), (11, '8-10', 2530), (12, '8-54', 1330), (13, '9-10', 2000),
            (14, '9-54', 1050), (15, '10-54', 1510)) q (place, label, odds))
    || E'o odd_even even 140\no odd_even odd 245\n', 'markets in their order, selections ascending') from hippo.round
        where round_id = 10000002;
select is(sha256(convert_to(card_text, 'UTF8')), card_hash, 'the card''s hash covers all odds') from hippo.round where round_id = 10000002;
select is(api.round_prices(10000002)::jsonb #> '{markets,2}', '{"market": "odd_even", "name": "Gagnant pair ou impair", "selections":
    [{"selection": "even", "odds": 140}, {"selection": "odd", "odds": 245}]}', 'anybody can ask for the odds');
select is(api.round_prices(10000002)::jsonb #- '{markets}' #- '{cardHash}',
    '{"roundId": 10000002, "stakes": {"min": 2500, "max": 500000, "step": 500},
      "ticket": {"stakeMax": 10000000, "prizeMax": 50000000}, "linesMax": 20, "cashUnit": 1}',
    'and for the limits');
select is(api.round_prices(1)::text, null, 'of a round that there is not: nothing');
select lives_ok($$ select pg_temp.sell('anna', '{"odd_even odd","quinella 6-7"}', '{2500,2500}') $$, 'and both are sold');
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{"quinella 7-6"}', '{2500}') $$), 'HP400 bad_selection',
    'a pair has one way to be written');
select pg_temp.set('market_win', 0) \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.set('market_quinella', 0), pg_temp.set('market_odd_even', 0) $$),
    'HP409 settings_conflict', 'one market at least stays');
select pg_temp.run_out(10000002), scheduler.round_open() \g /dev/null
select is(position('o win' in card_text), 0, 'a card without win has no win odds') from hippo.round where round_id = 10000003;
select is(pg_temp.proof(), '', 'the books hold');

-- Two persons ------------------------------------------------------------------------------------------------------

select api.card_propose(pg_temp.token('ada'), 'propose-1', pg_temp.print(), 'three', 800000,
    '[{"number": 9, "name": "Zo", "color": "#112233", "odds": 240}, {"number": 1, "name": "Bèl Flè", "color": '
        '"#445566", "odds": 160}, {"number": 4, "name": "Chwal", "color": "#778899", "odds": 480}]', 'a '
        'try')::jsonb as card \gset
select is(array(select r ->> 'weight' from jsonb_array_elements(:'card'::jsonb -> 'runners') r), '{3,1,2}',
    'odds first: weights are lcm / odds, by number');
select is((:'card'::jsonb ->> 'state', :'card'::jsonb #>> '{proposedBy,username}', jsonb_array_length(:'card'::jsonb -> 'prices'))::text,
          '(proposed,ada,19)', 'who decides sees every price');
select :'card'::jsonb ->> 'cardId' as card_id \gset
select is(pg_temp.refusal(format('select api.card_decide(%L, pg_temp.key(), pg_temp.print(), %s, true, null)',
    pg_temp.token('ada'), :card_id)), 'HP403 own_proposal', 'nobody approves the own card');
select is(pg_temp.refusal(format('select api.card_decide(%L, pg_temp.key(), pg_temp.print(), %s, true, null)',
    pg_temp.token(name), :card_id)), 'HP403 forbidden', name || ' approves no card')
from unnest('{anna,sam,olga}'::text[]) name;
select is((select name from hippo.card_schedule join hippo.card_template using (card_template_id)), 'classic-6', 'the old card still runs');
select is(api.card_decide(pg_temp.token('abe'), 'decide-1', pg_temp.print(), :card_id, true, null) ->> 'state',
    'active', 'another admin approves it');
select is(api.card_decide(pg_temp.token('abe'), 'decide-1', pg_temp.print(), :card_id, true, null) ->> 'state',
    'active', 'asked again: the same answer');
select is(pg_temp.refusal(format('select api.card_decide(%L, pg_temp.key(), pg_temp.print(), %s, false, ''x'')',
    pg_temp.token('abe'), :card_id)), 'HP409 conflict', 'decided is decided');
select throws_ok(format('update hippo.card_template set decided_by = proposed_by where card_template_id = %s',
    :card_id), '23514', null, 'the table holds it too');
select is((select count(*) from hippo.card_schedule), 1::bigint, 'one card is active');
select is((select count(*) from hippo.round_runner where round_id = 10000003), 6::bigint, 'the round in progress keeps its own');
select pg_temp.set('market_win', 1), pg_temp.set('market_exacta', 1), pg_temp.set('market_duel', 1),
    pg_temp.set('market_top3', 1) \g /dev/null
select pg_temp.run_out(10000003), scheduler.round_open() \g /dev/null
select is((markets, runners, depth)::text, '("{win,exacta,quinella,duel,odd_even}",3,3)',
    'the next one runs it, with the markets that its field allows') from hippo.round_terms where round_id = 10000004;
select lives_ok($$ select pg_temp.sell('anna', '{"win 9","exacta 9-1","duel 4-9"}', '{2500,2500,2500}') $$, 'and it sells');
select pg_temp.run_out(10000004) \g /dev/null
select is(pg_temp.proof(), '', 'the books hold');

select is(pg_temp.refusal(format('select api.card_propose(%L, pg_temp.key(), pg_temp.print(), %L, %s, %L, null)',
    pg_temp.token('ada'), name, target, runners)), want, what)
from (values
    ('three', 900000, '[{"number":1,"name":"A","color":"#000000","odds":200},{"number":2,"name":"B","color":"#000000",'
        '"odds":200}]', 'HP409 name_taken', 'a name is used once'),
    ('x', 499999, '[{"number":1,"name":"A","color":"#000000","odds":200},{"number":2,"name":"B","color":"#000000",'
        '"odds":200}]', 'HP400 bad_parameter', 'a return below a half'),
    ('x', 900000, '[{"number":1,"name":"A","color":"#000000","odds":200}]', 'HP400 runners', 'one runner'),
    ('x', 900000, '{}', 'HP400 runners', 'no list'),
    ('x', 900000, '[{"number":1,"name":"A","color":"#000000","odds":200},{"number":1,"name":"B","color":"#000000",'
        '"odds":200}]', 'HP400 runners', 'a number twice'),
    ('x', 900000, '[{"number":1,"name":"A","color":"#000000","odds":200},{"number":2,"name":"B","color":"#000000",'
        '"weight":2}]', 'HP400 runners', 'odds and weights mixed'),
    ('x', 900000, '[{"number":1,"name":"A","color":"#000000","odds":100},{"number":2,"name":"B","color":"#000000",'
        '"odds":200}]', 'HP400 runners', 'odds of 1.00'),
    ('x', 900000, '[{"number":1,"name":"A","color":"red","odds":200},{"number":2,"name":"B","color":"#000000",'
        '"odds":200}]', 'HP400 runners', 'a colour that is none'),
    ('x', 900000, '[{"number":1,"name":"A\u000a","color":"#000000","odds":180},{"number":2,"name":"B",'
        '"color":"#000000","odds":180}]', 'HP400 bad_parameter', 'a line break in a name'),
    ('x', 900000, '[{"number":1,"name":"A","color":"#000000","weight":99},{"number":2,"name":"B","color":"#000000",'
        '"weight":1}]', 'HP400 runners', 'a favourite that nobody could be paid for'),
    ('x', 900000, '[{"number":1,"name":"A","color":"#000000","weight":999999999999999999},{"number":2,"name":"B",'
        '"color":"#000000","weight":"1"}]', 'HP400 runners', 'weights no odds can follow')
) as bad (name, target, runners, want, what);
select is(array(select (r ->> 'odds')::integer
    from json_array_elements(api.card_propose(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 'chances', 900000,
    '[{"number":1,"name":"A","color":"#000000","weight":5},{"number":2,"name":"B","color":"#000000","weight":3},'
        '{"number":3,"name":"C","color":"#000000","weight":2}]', null) -> 'runners') r),
    '{180,300,450}', 'chances first: win odds follow from the target');

select * from finish();
rollback;
