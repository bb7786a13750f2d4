-- SPDX-License-Identifier: MIT
-- Settings that would rewrite what is in the books, that cannot live together, or that would pay more than the house says.
begin;
select plan(100);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null

-- What an admin, or the owner by hand, changes: done, or what it is refused with.
create function pg_temp.by_admin(p_name text, p_value text) returns text language sql as $$
    select pg_temp.refusal(format('select api.setting_update(%L, pg_temp.key(), pg_temp.print(), %L, %L, ''a test'')',
        pg_temp.token('ada'), p_name, p_value), 'settings')
$$;
create function pg_temp.by_hand(p_name text, p_value text) returns text language sql as $$
    select pg_temp.refusal(format('update hippo.setting set value = %L where name = %L', p_value, p_name), 'settings')
$$;
create function pg_temp.value(p_name text) returns text language sql as $$ select value from hippo.setting where name = p_name $$;

set constraints all immediate;
set constraints all deferred;
select is(pg_temp.refusal('truncate hippo.setting cascade'), 'HP409 settings are neither removed nor renamed', 'settings stay');

-- What the books count with ----------------------------------------------------------------------------------------

create temp table fixed (name text, other text, back text);
insert into fixed values ('currency', 'USD', 'HTG'), ('currency_digits', '0', '2'), ('time_zone', 'Asia/Tokyo', 'America/Port-au-Prince');
select is(pg_temp.by_admin(name, other) || ' ' || pg_temp.by_admin(name, back), 'done done', name || ' changes while no money has moved')
from fixed;
select is(pg_temp.by_admin(name, value), 'HP400 bad_parameter', format('%s is no %s', value, name))
from (values ('currency', 'gourdes'), ('currency', 'htg'), ('time_zone', 'Mars/Olympus'), ('time_zone', 'localtime'),
    ('time_zone', 'posix/America/Port-au-Prince'), ('time_zone', 'america/port-au-prince'), ('time_zone', 'EST5EDT')) as t (name, value);
select is(pg_temp.by_admin('time_zone', 'UTC') || ' ' || pg_temp.by_admin('time_zone', 'America/Port-au-Prince'), 'done done', 'UTC is one');
select pg_temp.open_till('anna', 1, 0), pg_temp.open_till('bert', 2, 0) \g /dev/null
select is(pg_temp.by_admin('currency_digits', '2'), 'done', 'a till that was opened without a float has moved none');
select pg_temp.move('anna', 'deposit', 100000), scheduler.round_open() \g /dev/null
select is(pg_temp.by_admin(name, other), format('HP409 setting_fixed settings=["%s"]', name), name || ' stays once any has')
from fixed;
select is(pg_temp.by_hand(name, other), format('HP409 setting_fixed settings=["%s"]', name), 'by hand too: ' || name)
from fixed;
select is(pg_temp.by_admin(name, back), 'done', 'what it is already, it may stay: ' || name) from fixed;
select is(pg_temp.by_admin('house_name', 'Chanmas'), 'done', 'a name is no money');
select is(pg_temp.refusal(statement), 'HP409 settings are neither removed nor renamed', statement)
from unnest('{"delete from hippo.setting where name = ''currency''","update hippo.setting set name = ''x'' where name = ''currency''",'
    '"update hippo.setting set kind = ''text'', minimum = null, maximum = null where name = ''currency_digits''"}'::text[]) statement;

-- Settings together ------------------------------------------------------------------------------------------------

-- From the settings that a house begins with; first brings one more about.
create function pg_temp.together(p_first text, p_name text, p_value text) returns text language plpgsql as $$
declare
    v_outcome text;
begin
    if p_first is not null then
        perform pg_temp.set(split_part(p_first, '=', 1), split_part(p_first, '=', 2)::bigint);
    end if;
    v_outcome := pg_temp.by_admin(p_name, p_value);
    raise exception using errcode = 'TEST0', message = v_outcome;
exception when sqlstate 'TEST0' then
    return sqlerrm;
end
$$;
select is(pg_temp.together(first, name, value), case when cardinality(faulty::text[]) = 1 then 'HP400 bad_parameter'
        else coalesce('HP409 settings_conflict settings=' || to_jsonb(faulty::text[])::text, 'done') end,
    concat_ws(', ', first, name || ' = ' || value))
from (values
    (1, null, 'lock_ms', '4801', '{lock_ms,betting_ms}'), (2, null, 'lock_ms', '4800', null),
    (3, null, 'betting_ms', '1199', '{lock_ms,betting_ms}'), (4, null, 'betting_ms', '1200', null),
    (5, null, 'film_ms', '3050', '{film_ms}'),
    (6, null, 'stake_min', '500500', '{stake_min,stake_max}'), (7, null, 'stake_max', '2499', '{stake_min,stake_max}'),
    (8, null, 'stake_min', '2600', '{stake_min,stake_step}'), (9, null, 'stake_step', '2000', '{stake_min,stake_step}'),
    (10, null, 'stake_max', '900000000001', '{stake_max}'),
    (11, null, 'ticket_stake_max', '2499', '{stake_min,ticket_stake_max}'), (12, null, 'ticket_stake_max', '2500', null),
    (13, null, 'till_exposure_max', '1000000001', '{till_exposure_max,round_exposure_max}'),
    (14, null, 'round_exposure_max', '199999999', '{till_exposure_max,round_exposure_max}'),
    (15, null, 'exposure_step', '1000000001', '{exposure_step,round_exposure_max}'), (16, null, 'exposure_step', '1000000000', null),
    (17, 'till_exposure_max=1000000', 'round_exposure_max', '4999999', '{exposure_step,round_exposure_max}'),
    (18, null, 'cash_unit', '50000', '{cash_unit,stake_step}'), (19, null, 'cash_unit', '1000', '{cash_unit,stake_step}'),
    (20, null, 'cash_unit', '300', '{cash_unit,stake_step}'), (21, 'cash_unit=100', 'stake_step', '250', '{cash_unit,stake_step}'),
    (22, null, 'cash_unit', '500', null), (23, null, 'stake_step', '1', null),
    (24, null, 'denominations', '1000 x', '{denominations}'), (25, null, 'denominations', '1000,500', '{denominations}'),
    (26, null, 'denominations', '100 50 100 1', '{denominations}'), (27, null, 'denominations', '0 1', '{denominations}'),
    (28, null, 'denominations', '1000 500 100', '{denominations,cash_unit}'),
    (29, 'cash_unit=100', 'denominations', '1000 500 100', null), (30, 'cash_unit=50', 'denominations', '1000 500 100', '{denominations,cash_unit}'),
    (31, null, 'ticket_days', '6', '{warn_days,ticket_days}'), (32, null, 'warn_days', '91', '{warn_days,ticket_days}'),
    (33, 'warn_days=1', 'ticket_days', '1', null), (34, null, 'rules_url', 'javascript:alert(1)', '{rules_url}'),
    (35, null, 'rules_url', 'http://example.org', '{rules_url}'), (36, null, 'rules_url', 'https://example.org/rules', null),
    (37, null, 'market_win', '0', '{market_win,market_place,market_top3,market_exacta,market_quinella,market_couple_place,market_trifecta,market_trio,market_duel,market_odd_even}'),
    (38, 'market_odd_even=1', 'market_win', '0', null),
    (39, null, 'ticket_prize_max', '11249', '{stake_min,ticket_prize_max,till_exposure_max,market_win}'),
    (40, null, 'ticket_prize_max', '11250', null),
    (41, null, 'till_exposure_max', '8749', '{stake_min,ticket_prize_max,till_exposure_max,market_win}'),
    (42, null, 'till_exposure_max', '8750', null),
    (43, 'ticket_prize_max=11250', 'stake_min', '3000', '{stake_min,ticket_prize_max,till_exposure_max,market_win}'),
    (44, 'ticket_prize_max=20000', 'market_trifecta', '1', '{stake_min,ticket_prize_max,till_exposure_max,market_trifecta}'),
    (45, 'cash_unit=500', 'market_duel', '1', '{cash_unit,stake_min,stake_step,market_duel}'),
    (46, 'market_duel=1', 'cash_unit', '500', '{cash_unit,stake_min,stake_step,market_duel}'),
    (47, 'market_duel=1', 'cash_unit', '250', null)
) as t (place, first, name, value, faulty) order by place;
-- What a change is refused with, in words.
create function pg_temp.says(p_name text, p_value text) returns text language plpgsql as $$
begin
    perform api.setting_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), p_name, p_value, 'a test');
    return 'done';
exception when others then
    return sqlerrm;
end
$$;
select is(pg_temp.says('cash_unit', '1000'),
    'cash_unit is 1000 and stake_step 500: stakes, which are given back exactly, are whole coins', 'a reason names both');
select is(pg_temp.says('ticket_prize_max', '9999'), 'the smallest stake is 2500: on market win of card classic-6 it wins at least 11250, '
    'but ticket_prize_max is 9999 and till_exposure_max 200000000', 'and the card');

-- By hand: looked at together when the transaction ends.
savepoint hand;
update hippo.setting set value = '300' where name = 'stake_step';
select is(pg_temp.refusal('set constraints hippo.setting_agreement immediate', 'settings'),
    'HP409 settings_conflict settings=["stake_min", "stake_step"]', 'what does not go together by hand is refused at the end');
rollback to hand;
update hippo.setting set value = case name when 'stake_step' then '300' else '3000' end where name in ('stake_step', 'stake_min');
select is(pg_temp.refusal('set constraints hippo.setting_agreement immediate'), 'done', 'and what goes together may pass through what does not');
rollback to hand;
-- A fault that is there already, from an older release or a hand that knew how, can be mended, and is in nobody's way.
set local session_replication_role = replica;
update hippo.setting set value = '700' where name = 'cash_unit';
update hippo.setting set value = '100 x' where name = 'denominations';
set local session_replication_role = origin;
select is(pg_temp.by_admin('void_limit', '7') || ' ' || pg_temp.by_admin('denominations', '100 1') || ' ' || pg_temp.by_admin('cash_unit', '1'),
    'done done done', 'each fault can be mended by itself');
rollback to hand;

-- What prizes are rounded to ---------------------------------------------------------------------------------------

-- Against trying it: of the first 2 000 stakes, the most that rounding up to the coin adds.
select is_empty($$
    select odds, step, coin from unnest('{145,187,450,470,550,555,1001}'::integer[]) odds, unnest('{1,10,250,500}'::bigint[]) step,
        unnest('{1,2,25,50,100,250,500,700}'::bigint[]) coin,
        lateral (select max((coin - k * step * odds / 100 % coin) % coin) as most from generate_series(1, 2000) k) tried
    where most > hippo.coin_excess(odds, step, coin) or step * odds % 100 = 0 and most <> hippo.coin_excess(odds, step, coin)
  $$, 'rounding adds at most coin_excess');
-- Every bet of every market, at a thousand stakes from the smallest on: what is paid on average, with the coin that was taken.
select pg_temp.set('market_' || market, 1) from hippo.market \g /dev/null
create function pg_temp.worst(p_coin bigint) returns numeric language sql as $$
    select max(chance * ((prize + p_coin - 1) / p_coin * p_coin) / stake)
    from (select p.chance, k * 500::bigint as stake, k * 500::bigint * p.odds / 100 as prize
          from hippo.price p, generate_series(5, 1004) k where p.card_template_id = 1) bet
$$;
create temp table coin as
select coin, pg_temp.refusal(format('select pg_temp.set(''cash_unit'', %s)', coin)) as outcome, pg_temp.worst(coin) as worst
from unnest('{1,50,100,125,250,500}'::bigint[]) coin;
select is(outcome, case when coin < 500 then 'done' else 'HP409 settings_conflict' end, 'a coin of ' || coin) from coin order by coin;
select cmp_ok(worst, '<=', 0.99, format('with a coin of %s no bet returns more than the card may', coin)) from coin where outcome = 'done' order by coin;
select cmp_ok(pg_temp.worst(50000), '>', 3.0, 'a coin above the step would have paid three times the stakes');

-- A refund is what was taken; a prize is rounded by the coin of its round.
select pg_temp.set('cash_unit', 250), hippo.round_void_request(10000001, 'x'),
    scheduler.round_void(10000001, pg_temp.secret(10000001)) \g /dev/null
create function pg_temp.next_round() returns bigint language plpgsql as $$
begin
    perform pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round order by round_id desc limit 1;
    return scheduler.round_open();
end
$$;
select pg_temp.set('stake_step', 250) \g /dev/null
select pg_temp.next_round() as round \gset
select is((select cash_unit from hippo.round_terms where round_id = :round), 250::bigint, 'a round keeps the coin it opened with');
select is(api.round_prices(:round) ->> 'cashUnit', '250', 'and says so');
select pg_temp.sell('anna', '{win 6}', '{2750}') ->> 'number' as refunded \gset
select pg_temp.set('cash_unit', 50) \g /dev/null
select hippo.round_void_request(:round, 'x'), scheduler.round_void(:round, pg_temp.secret(:round)) \g /dev/null
-- A house that took a coin above the step before this release: as bad as it can be.
savepoint old;
set local session_replication_role = replica;
update hippo.round_terms set cash_unit = null where round_id = :round;
update hippo.setting set value = '700' where name = 'cash_unit';
set local session_replication_role = origin;
select is(pg_temp.pay('anna', :'refunded') #>> '{paid,cash}', '2750', 'a refund is exact, even with a coin that does not divide it');
rollback to old;
select is(pg_temp.pay('anna', :'refunded') #>> '{paid,cash}', '2750', 'a refund gives back what was taken');
select is((select count(*) from hippo.journal where action = 'rounding'), 0::bigint, 'and costs the house nothing');
select pg_temp.next_round() as round \gset
select array_agg(pg_temp.sell('anna', array['win ' || n], '{2750}') ->> 'number') as tickets
from unnest('{6,7,8,9,10,54}'::integer[]) n \gset
select pg_temp.run_out(:round) \g /dev/null
select n as won, t.prize from unnest(:'tickets'::text[]) n join hippo.ticket t on t.ticket_id = hippo.ticket_id(n)
where t.state = 'won' \gset
select pg_temp.set('cash_unit', 1) \g /dev/null
select is((pg_temp.pay('anna', :'won') #>> '{paid,cash}')::bigint, (:prize::bigint + 49) / 50 * 50, 'a prize is paid in the coins of its round');
select is(pg_temp.proof(), '', 'the books hold');
savepoint tamper;
set local session_replication_role = replica;
update hippo.payment set cash = cash + 250 where ticket_id = hippo.ticket_id(:'refunded');
set local session_replication_role = origin;
select matches(pg_temp.proof(), 'a refund is what was taken', 'the proof finds a refund of more');
rollback to tamper;

-- A coin that the card has no room for, put there by hand: the round opens, and pays to the unit.
set local session_replication_role = replica;
update hippo.setting set value = '500' where name in ('cash_unit', 'stake_step');
set local session_replication_role = origin;
select pg_temp.next_round() as round \gset
select is((select cash_unit from hippo.round_terms where round_id = :round), 1::bigint, 'a coin that would lose money is not used');

select * from finish();
rollback;
