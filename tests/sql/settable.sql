-- SPDX-License-Identifier: MIT
-- What the back office sets: the cash that a till may owe, what a setting does from when and who changed it, the sums of a PAR
-- sheet, and what waits for a second person.
begin;
select plan(50);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.limit(p_scope text, p_id bigint, p_limits json) returns text language sql volatile as $$
    select pg_temp.refusal(format(case p_scope
        when 'shop' then 'select api.shop_update(%L, pg_temp.key(), pg_temp.print(), %s, null, null, null, null, %L)'
        when 'till' then 'select api.till_update(%L, pg_temp.key(), pg_temp.print(), %s, null, null, %L)'
        else 'select api.user_update(%L, pg_temp.key(), pg_temp.print(), %s, null, null, null, null, null, %L)' end,
        pg_temp.token('ada'), p_id, p_limits), 'kind', 'limit')
$$;
create function pg_temp.try(p_stake bigint, p_user text default 'anna') returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.sell(%L, ''{win 6}'', ''{%s}'')', p_user, p_stake), 'left')
$$;
create function pg_temp.next_round() returns bigint language plpgsql as $$
begin
    perform pg_temp.run_out((hippo.round_latest()).round_id);
    return scheduler.round_open();
end
$$;

-- Credit: each till begins with 100 000 in it ----------------------------------------------------------------------

select is(pg_temp.try(5000), 'done', 'without a limit a till sells');
select is(pg_temp.limit('till', 1, '{"credit": 150000}'), 'done', 'an admin gives a till a credit');
select is(pg_temp.try(200000), 'done', 'it holds from the next round on');
select pg_temp.move('anna', 'drop', 205000), pg_temp.next_round() \g /dev/null
select is(pg_temp.try(50500), 'HP409 limit_credit left=50000', 'a till sells until it owes its credit');
select is(pg_temp.try(50000), 'done', 'to the centime');
select is(pg_temp.try(2500), 'HP409 limit_credit left=0', 'then nothing');
select is(pg_temp.try(2500, 'bert'), 'done', 'another till has its own');
select pg_temp.next_round() \g /dev/null
select is(pg_temp.try(2500), 'HP409 limit_credit left=0', 'nor in the next round');
select pg_temp.move('anna', 'drop', 40000) \g /dev/null
select is(pg_temp.try(40500), 'HP409 limit_credit left=40000', 'what is handed over makes room');
select is(pg_temp.try(2500), 'done', 'it sells again, and need not ask for the rest');
select pg_temp.move('anna', 'deposit', 30000) \g /dev/null
select is(pg_temp.try(8000), 'HP409 limit_credit left=7500', 'cash that comes in makes the next sale ask');
select pg_temp.move('anna', 'drop', 60000) ->> 'movement' as dropped, pg_temp.try(2500) \gset
select api.till_reverse(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), 1, :dropped, null, 'typed wrong') \g /dev/null
select is(pg_temp.try(5500), 'HP409 limit_credit left=5000', 'and so does a drop that was none');
select pg_temp.sell('anna', '{win 6}', '{5000}') ->> 'number' as last \gset
select is(pg_temp.try(2500), 'HP409 limit_credit left=0', 'full again');
select pg_temp.void('anna', :'last') \g /dev/null
select is(pg_temp.try(5000), 'done', 'a void gives its room back');
select pg_temp.sell('bert', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{10000,10000,10000,10000,10000,10000}') ->> 'number' as won,
    pg_temp.next_round() \gset
select prize as prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won') \gset
select pg_temp.pay('anna', :'won') \g /dev/null
select is(pg_temp.try(:prize + 500), format('HP409 limit_credit left=%s', :prize), 'a payment makes room')
where :prize % 500 = 0
union all select is(pg_temp.try(2500), 'done', 'a payment makes room') where :prize % 500 <> 0;
-- Whose holds, and beside a day's.
select is(pg_temp.limit('till', 1, '{"credit": null}'), 'done', 'taken away');
select is(pg_temp.try(2500), 'done', 'a limit that was taken away holds nobody back, not even in its round');
select pg_temp.limit('user', (select user_id from hippo.app_user where username = 'anna'), '{"credit": 1}'), pg_temp.next_round() \g /dev/null
select is(pg_temp.try(2500), 'HP409 limit_credit left=0', 'a cashier''s credit');
select pg_temp.limit('user', (select user_id from hippo.app_user where username = 'anna'), '{"credit": null}'),
    pg_temp.limit('shop', 1, '{"credit": 1}'), pg_temp.next_round() \g /dev/null
select is(pg_temp.try(2500) || ', ' || pg_temp.try(2500, 'bert'), 'HP409 limit_credit left=0, HP409 limit_credit left=0',
    'a shop''s holds at each of its tills');
select is(pg_temp.try(2500, 'carl'), 'done', 'and not in another shop');
select pg_temp.limit('shop', 1, '{"credit": 900000000, "turnoverDay": 1}'), pg_temp.next_round() \g /dev/null
select is(pg_temp.try(2500), 'HP409 limit_turnover left=0', 'of two limits the narrower one is named');
select pg_temp.limit('shop', 1, '{"credit": null, "turnoverDay": null}'), pg_temp.set('till_credit_max', 1), pg_temp.next_round() \g /dev/null
select is(pg_temp.try(2500, 'carl'), 'HP409 limit_credit left=0', 'the house''s holds everywhere');
select is(pg_temp.limit('till', 1, '{"credit": 2}'), 'HP409 limit_wider kind=credit limit=1', 'and none is wider');
select pg_temp.set('till_credit_max', 1000000000000000) \g /dev/null
select is(pg_temp.proof(), '', 'the books hold');

-- Settings: from when, by whom, for ever ---------------------------------------------------------------------------

create function pg_temp.setting(p_name text) returns jsonb language sql as $$
    select item from jsonb_array_elements(api.setting_list(pg_temp.token('olga'))::jsonb -> 'items') item where item ->> 'name' = p_name
$$;
select is(pg_temp.setting('void_limit') -> 'updatedBy', 'null', 'as the house came');
select pg_temp.set('void_limit', 51) \g /dev/null
select is(pg_temp.setting('void_limit') #>> '{updatedBy,username}', 'ada', 'who changed it');
select is(pg_temp.setting(name) ->> 'applies', applies, format('%s: %s', name, applies))
from (values ('void_limit', 'now'), ('betting_ms', 'round'), ('market_trio', 'round'), ('till_credit_max', 'round')) t (name, applies);
select is((select array_agg(item ->> 'name') from jsonb_array_elements(api.setting_list(pg_temp.token('olga'))::jsonb -> 'items') item
    where (item ->> 'fixed')::boolean), '{currency,currency_digits,time_zone}', 'what the books count with is shown as fixed');
-- A setting that says it holds from the next round on is taken by a round as it opens; one that holds now is not.
select is_empty($$ select s.name from hippo.setting s
    where (s.applies = 'round') <> (s.name in ('till_credit_max', 'turnover_day_max') or exists (
        select from pg_proc p where p.pronamespace = 'hippo'::regnamespace
            and p.proname in ('round_insert', 'round_terms_insert', 'round_schedule', 'markets_on')
            and (p.prosrc like '%''' || s.name || '''%' or s.name like 'market\_%'))) $$, 'and so it is');

-- The PAR sheet ----------------------------------------------------------------------------------------------------

select api.card_get(pg_temp.token('olga'), 1)::jsonb as card \gset
select is(jsonb_array_length((:'card')::jsonb -> 'par'), (select count(distinct market)::integer from hippo.price where card_template_id = 1),
    'a line for each market');
select is((:'card')::jsonb #>> '{par,0,market}', 'win', 'in the card''s order');
select is((:'card')::jsonb #>> '{par,0,returnLow}' || ' ' || ((:'card')::jsonb #>> '{par,0,edgeLow}'), '0.950963 0.049037',
    'win: what it returns, and what the house keeps');
select is_empty($$ select line from jsonb_array_elements(api.card_get(pg_temp.token('olga'), 1)::jsonb -> 'par') line
    where (line ->> 'returnLow')::numeric <> (
            select min((p ->> 'return')::numeric) from jsonb_array_elements(api.card_get(pg_temp.token('olga'), 1)::jsonb -> 'prices') p
            where p ->> 'market' = line ->> 'market')
        or (line ->> 'returnHigh')::numeric <> (
            select max((p ->> 'return')::numeric) from jsonb_array_elements(api.card_get(pg_temp.token('olga'), 1)::jsonb -> 'prices') p
            where p ->> 'market' = line ->> 'market')
        or (line ->> 'returnEven')::numeric not between (line ->> 'returnLow')::numeric and (line ->> 'returnHigh')::numeric
        or (line ->> 'tick')::numeric <> greatest(0.9 - (line ->> 'returnLow')::numeric, 0) $$, 'as its selections say');
select is(jsonb_path_query_array((:'card')::jsonb, '$.par[*] ? (@.on == true).market'), '["win"]', 'which markets are on');
select is((select bool_and((line ->> 'returnCoin')::numeric = (line ->> 'returnHigh')::numeric)
    from jsonb_array_elements((:'card')::jsonb -> 'par') line), true, 'no coin to round up to adds nothing');
-- Prizes of 25.00 rounded up to 5.00: the smallest stake gains up to 4.00 and something.
select pg_temp.set('cash_unit', 500) \g /dev/null
select ok((line ->> 'returnCoin')::numeric > (line ->> 'returnHigh')::numeric, 'a coin does')
from jsonb_array_elements(api.card_get(pg_temp.token('olga'), 1)::jsonb -> 'par') line where line ->> 'market' = 'trio';
select is(api.card_list(pg_temp.token('olga'), null, 1) #>> '{items,0,par}', null, 'not in lists');

-- What waits -------------------------------------------------------------------------------------------------------

create function pg_temp.waiting() returns text language sql as $$
    select string_agg(concat_ws(' ', w ->> 'kind', w ->> 'name',
            (select string_agg(s #>> '{user,username}' || case when (s ->> 'counts')::boolean then '' else '?' end, '+')
             from jsonb_array_elements(w -> 'said') s),
            'for', (select string_agg(u ->> 'username', '+') from jsonb_array_elements(w -> 'forWhom') u)), ', ' order by w ->> 'kind')
    from jsonb_array_elements(api.game_get(pg_temp.token('olga'))::jsonb -> 'waiting') w
$$;
select is(pg_temp.waiting(), null, 'nothing waits at first');
select is((api.game_get(pg_temp.token('ada'))::jsonb #- '{round,locksAt}') - 'clock', format(
    '{"paused": null, "round": {"roundId": %s, "phase": "betting", "voidRequested": false, "voidTakes": 1}, "session": "%s", "waiting": []}',
    (hippo.round_latest()).round_id, (select name from hippo.session))::jsonb, 'how the game stands');
select api.card_propose(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 'six of them', 900000,
    (select json_agg(json_build_object('number', i, 'name', 'R' || i, 'color', '#000000', 'weight', 1)) from generate_series(1, 6) i), 'calmer')
    ->> 'cardId' as card_id, (hippo.round_latest()).round_id as round \gset
select is(pg_temp.waiting(), 'card six of them ada for abe', 'a card waits for whoever has not proposed it');
select scheduler.round_lock(:round) from pg_temp.at((select hippo.ms(locks_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round where round_id = :round)) \g /dev/null
select is(api.game_get(pg_temp.token('ada')) #>> '{round,voidTakes}', '2', 'after the lock it takes two');
select api.round_void(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), :round, 'smoke') \g /dev/null
select is(pg_temp.waiting(), format('card six of them ada for abe, round_void %s abe for ada', :round), 'a round waits for the other admin');
select api.session_abandon(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), (select name from hippo.session), 'a leak') \g /dev/null
select is(pg_temp.waiting(), format('card six of them ada for abe, round_void %s abe for ada, session_abandon %s ada for abe', :round,
    (select name from hippo.session)), 'and a session');
-- Who was made for the occasion counts on neither side.
update hippo.app_user set rights_at = hippo.clock() where username = 'ada';
select is(pg_temp.waiting(), format('card six of them ada? for abe, round_void %s abe for, session_abandon %s ada? for abe', :round,
    (select name from hippo.session)), 'new rights do not count, and say so');
select pg_temp.settle_in('ada') \g /dev/null
select api.round_void(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), :round, 'smoke') \g /dev/null
select is(api.game_get(pg_temp.token('ada')) #> '{round,voidRequested}' || ' ' || (pg_temp.waiting() like '%round_void%')::text, 'true false',
    'with the second it is asked for, and waits no more');
select api.card_decide(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), :card_id, true, null),
    api.game_pause(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 'lunch') \g /dev/null
select is(api.game_get(pg_temp.token('ada')) #>> '{paused,reason}', 'lunch', 'paused, and why');
select is(api.card_get(pg_temp.token('ada'), :card_id) #>> '{par,0,selections}', '6', 'a new card has its sheet, too');

select * from finish();
rollback;
