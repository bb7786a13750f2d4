-- SPDX-License-Identifier: MIT
-- Limits of a shop, a till and a user beside the house's: the narrowest holds. Lines on one selection are one stake. A shop
-- that is paused, or closed by its hours, sells nothing and pays.
begin;
select plan(71);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() \g /dev/null
create function pg_temp.id(p_user text) returns bigint language sql as $$ select user_id from hippo.app_user where username = p_user $$;
-- Sets limits of a shop, till or user; gives them, or what it is refused with.
create function pg_temp.limit(p_scope text, p_id bigint, p_limits json,
    p_by text default 'ada') returns json language sql volatile as $$
    select case p_scope
        when 'shop' then api.shop_update(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_id, null, null, null, null,
            p_limits)
        when 'till' then api.till_update(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_id, null, null, p_limits)
        else api.user_update(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_id, null, null, null, null, null, p_limits)
    end -> 'limits'
$$;
create function pg_temp.try_limit(p_scope text, p_id bigint, p_limits text,
    variadic p_facts text[] default '{}') returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.limit(%L, %s, %L)', p_scope, p_id, p_limits), variadic p_facts)
$$;
create function pg_temp.try(p_user text, p_selections text[], p_stakes bigint[]) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.sell(%L, %L, %L)', p_user, p_selections, p_stakes), 'line', 'max', 'limit',
        'left')
$$;
create function pg_temp.next_round() returns bigint language plpgsql as $$
begin
    perform pg_temp.run_out((hippo.round_latest()).round_id);
    return scheduler.round_open();
end
$$;
select '{"stake":null,"ticket":null,"turnoverDay":null,"payout":null,"payoutDay":null,"cashOut":null,"cashOutDay":null,"credit":null}' as none \gset

-- Lines on one selection are one stake.
select is(pg_temp.try('anna', selections, stakes), want, what)
from (values
    (1, array_fill('win 6'::text, '{20}'), array_fill(50000::bigint, '{20}'), 'HP400 stake_max line=11 max=0',
        'twenty equal lines are one stake, too large'),
    (2, '{win 6,win 7,win 6}', '{300000,500000,200500}', 'HP400 stake_max line=3 max=200000',
        'wherever they stand: the line that passes it'),
    (3, '{win 6,win 7,win 6}', '{300000,500000,200000}', 'done', 'up to the largest stake they may be several'),
    (4, '{win 6,win 7}', '{500000,500000}', 'done', 'other selections have their own'),
    (5, '{win 6,win 6}', '{500000,2500}', 'HP400 stake_max line=2 max=0', 'the first may have taken all'),
    (6, '{win 6,win 6}', '{2500,2500}', 'done', 'small ones are nobody''s concern')
) s (place, selections, stakes, want, what) order by place;

-- Who sets limits, and which.
select is(pg_temp.limit('shop', 1, '{}')::jsonb, :'none', 'a shop has none of its own at first');
select is(pg_temp.limit('shop', 1, '{"stake": 100000, "payoutDay": 7}') ->> 'stake', '100000', 'an admin sets some');
select is(pg_temp.limit('shop', 1, '{"payoutDay": null}')::jsonb, replace(:'none', '"stake":null', '"stake":100000')::jsonb,
    'null takes one away, what is left out stays');
select is((select before #>> '{limits,payoutDay}' || ' ' || coalesce(after #>> '{limits,payoutDay}', 'none') from hippo.journal
    where action = 'shop_update' order by seq desc limit 1), '7 none', 'on record: before and after');
select is((api.shop_list(pg_temp.token('olga'), null, 10) #>> '{items,1,limits,stake}'), '100000',
    'shown in the list of shops');
select is((api.till_list(pg_temp.token('olga'), null, null, 10) #> '{items,0,limits}')::jsonb, :'none', 'of tills');
select is((api.user_list(pg_temp.token('olga'), null, 10) #> '{items,0,limits}')::jsonb, :'none', 'and of users');
select is(pg_temp.try_limit('till', 1, limits, 'name', 'kind', 'limit'), want, limits)
from (values ('{"stake": 500500}', 'HP409 limit_wider kind=stake limit=500000'),
    ('{"stake": 2499}', 'HP409 limit_too_low kind=stake limit=2500'), ('{"ticket": 2499}',
        'HP409 limit_too_low kind=ticket limit=2500'),
    ('{"stake": 0}', 'HP400 bad_parameter name=limits.stake'), ('{"stake": "2500"}', 'HP400 bad_parameter name=limits.stake'),
    ('{"stake": 2500.5}', 'HP400 bad_parameter name=limits.stake'), ('{"stake": 1e6}', 'HP400 bad_parameter name=limits.stake'),
    ('{"payout": 99999999999999999}', 'HP400 bad_parameter name=limits.payout'), ('{"surprise": 1}',
        'HP400 bad_parameter name=limits.surprise'),
    ('[]', 'HP400 bad_parameter name=limits'), ('7', 'HP400 bad_parameter name=limits')) t (limits, want);
select is(pg_temp.refusal('select pg_temp.limit(''till'', 1, ''{"stake": 5000}'', ''sam'')'), 'HP403 forbidden',
    'a supervisor sets none');

-- The narrowest of four holds, from the next round on.
select is(pg_temp.try('anna', '{win 6}', '{500000}'), 'done', 'the round in progress goes on as it was');
select pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{100500}'), 'HP400 stake_max line=1 max=100000', 'the shop''s');
select is(pg_temp.try('bert', '{win 6,win 6}', '{100000,2500}'), 'HP400 stake_max line=2 max=0',
    'for all lines on a selection');
select is(pg_temp.try('carl', '{win 6}', '{500000}'), 'done', 'not another shop''s');
select pg_temp.limit('till', 1, '{"stake": 50000}'), pg_temp.limit('user', pg_temp.id('bert'),
    '{"stake": 20000, "ticket": 30000}'),
    pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{50500}'), 'HP400 stake_max line=1 max=50000', 'the till''s');
select is(pg_temp.try('bert', '{win 6}', '{20500}'), 'HP400 stake_max line=1 max=20000', 'the cashier''s');
select is(pg_temp.try('bert', '{win 6,win 7}', '{20000,10500}'), 'HP409 cap_ticket_stake line=2 max=10000 limit=30000',
    'and of a ticket');
select is(pg_temp.try('bert', '{win 6,win 7}', '{20000,10000}'), 'done', 'so much is fine');
-- A cashier takes the own limits along, in the middle of a round, and leaves none behind.
select pg_temp.close_till('bert', json_build_object('1', pg_temp.cash(2))), pg_temp.open_till('sam', 2) \g /dev/null
select is(pg_temp.try('sam', '{win 6,win 7}', '{100000,100000}'), 'done', 'the next one at the till has the till''s');
select pg_temp.close_till('sam', json_build_object('1', pg_temp.cash(2))), pg_temp.open_till('bert', 2) \g /dev/null
select is(pg_temp.try('bert', '{win 6}', '{20500}'), 'HP400 stake_max line=1 max=20000', 'and the cashier the own ones again');

-- The day's turnover: of a till and a cashier to the centime, whatever the rounds.
select pg_temp.limit('till', 1, '{"stake": null}'), pg_temp.limit('user', pg_temp.id('bert'),
    '{"stake": null, "ticket": null}'),
    pg_temp.limit('shop', 1, '{"stake": null}') \g /dev/null
select coalesce(sum(stake), 0) as sold from hippo.ticket t join hippo.till_session s using (till_session_id)
    where till_id = 1 and t.state <> 'voided' \gset
select pg_temp.limit('till', 1, json_build_object('turnoverDay', :sold + 200000)), pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{150000}'), 'done', 'within what is left of the day');
select is(pg_temp.try('anna', '{win 6}', '{50500}'), 'HP409 limit_turnover left=50000', 'a step more is not');
select pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{50500}'), 'HP409 limit_turnover left=50000', 'nor in the next round');
select is(pg_temp.try('anna', '{win 6}', '{50000}'), 'done', 'just enough');
select is(pg_temp.try('anna', '{win 6}', '{2500}'), 'HP409 limit_turnover left=0', 'then nothing');
select pg_temp.void('anna', hippo.ticket_number(max(ticket_id))) from hippo.ticket t join hippo.till_session s using (till_session_id)
    where till_id = 1 and t.stake = 50000 \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{50000}'), 'done', 'what is voided is not sold');
select pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1))), pg_temp.open_till('anna', 1) \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{2500}'), 'HP409 limit_turnover left=0',
    'closing and opening the till gives no new day');
select is(pg_temp.try('bert', '{win 6}', '{2500}'), 'done', 'another till has its own');
-- A cashier's goes along to another till.
select pg_temp.limit('till', 1, '{"turnoverDay": null}'), pg_temp.limit('user', pg_temp.id('anna'),
    '{"turnoverDay": 1000000000}') \g /dev/null
select sum(stakes) as day from (
    select stakes from hippo.turnover where user_id = pg_temp.id('anna')
    union all select stakes - stakes_booked from hippo.till_book where user_id = pg_temp.id('anna')) t \gset
select pg_temp.limit('user', pg_temp.id('anna'), json_build_object('turnoverDay', :day + 5000)),
    pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1))),
    pg_temp.close_till('bert', json_build_object('1', pg_temp.cash(2))), pg_temp.open_till('anna', 2) \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{5500}') || ', ' || pg_temp.try('anna', '{win 6}', '{5000}'),
    'HP409 limit_turnover left=5000, done', 'a cashier''s is the same at every till');
-- A shop's is shared by its tills.
select pg_temp.limit('user', pg_temp.id('anna'), '{"turnoverDay": null}'), pg_temp.open_till('bert', 1) \g /dev/null
select sum(stake) as shop from hippo.ticket t join hippo.till_session s using (till_session_id)
    where till_id in (1, 2) and t.state <> 'voided' \gset
select pg_temp.limit('shop', 1, json_build_object('turnoverDay', :shop + 100000)), pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{60000}') || ', ' || pg_temp.try('bert', '{win 6}', '{40500}'),
    'done, HP409 limit_turnover left=40000', 'two tills together sell no more than their shop may');
select is(pg_temp.try('bert', '{win 6}', '{40000}') || ', ' || pg_temp.try('anna', '{win 6}', '{2500}'),
    'done, HP409 limit_turnover left=0', 'to the centime');
select is((select sum(t.stake) - :shop from hippo.ticket t join hippo.till_session s using (till_session_id)
    where till_id in (1, 2) and t.state <> 'voided')::bigint, 100000::bigint, 'as the tickets say');
select is(pg_temp.try('carl', '{win 6}', '{2500}'), 'done', 'another shop sells on');
-- What one till may sell without asking is not the other's.
select pg_temp.limit('shop', 1, json_build_object('turnoverDay', :shop + 200000)), pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{2500}') || ', ' || pg_temp.try('bert', '{win 6}', '{97500}'),
    'done, HP409 limit_turnover left=75000', 'a quarter of what is left was lent with the first ticket');
select is(pg_temp.try('bert', '{win 6}', '{75000}') || ', ' || pg_temp.try('anna', '{win 6}', '{22500}'), 'done, done',
    'each sells its part');
select is(pg_temp.try('bert', '{win 6}', '{2500}') || ', ' || pg_temp.try('anna', '{win 6}', '{2500}'),
    'HP409 limit_turnover left=0, HP409 limit_turnover left=0', 'and no more');
select pg_temp.limit('shop', 1, '{"turnoverDay": null}'), pg_temp.set('turnover_day_max', :shop + 200000),
    pg_temp.next_round() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{2500}'), 'HP409 limit_turnover left=0', 'the house''s holds for every shop');
select pg_temp.set('turnover_day_max', 1000000000000000) \g /dev/null

-- Cash: payments, cash-outs; at once, of a day, of whom.
select pg_temp.next_round() \g /dev/null
select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}',
    '{10000,10000,10000,10000,10000,10000}') ->> 'number' as won1,
    pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}',
        '{10000,10000,10000,10000,10000,10000}') ->> 'number' as won2,
    pg_temp.next_round() \gset
select prize as prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won1') \gset
select pg_temp.move('anna', 'deposit', 1000000), pg_temp.limit('user', pg_temp.id('anna'), json_build_object('payout',
    :prize - 1)) \g /dev/null
create function pg_temp.try_pay(p_user text, p_number text, p_till bigint default null) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.pay(%L, %L, null, %L)', p_user, p_number, p_till), 'scope', 'per', 'left')
$$;
select is(pg_temp.try_pay('anna', :'won1'), format('HP409 limit_payout scope=user per=act left=%s', :prize - 1),
    'a payment over the cashier''s limit');
select is(pg_temp.try_pay('sam', :'won1', 2), 'done', 'is a supervisor''s');
select pg_temp.limit('user', pg_temp.id('anna'), '{"payout": null}'), pg_temp.limit('till', 2, json_build_object('payoutDay',
    2 * :prize - 1)) \g /dev/null
select is(pg_temp.try_pay('anna', :'won2'), format('HP409 limit_payout scope=till per=day left=%s', :prize - 1),
    'over what is left of a till''s day');
select pg_temp.limit('till', 2, json_build_object('payoutDay', 2 * :prize)) \g /dev/null
select is(pg_temp.try_pay('anna', :'won2'), 'done', 'just enough');
create function pg_temp.try_move(p_user text, p_kind text, p_amount bigint,
    p_till bigint default null) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.move(%L, %L, %s, %L)', p_user, p_kind, p_amount, p_till), 'scope', 'per',
        'left')
$$;
select pg_temp.limit('shop', 1, '{"cashOut": 50000, "cashOutDay": 70000}') \g /dev/null
select is(pg_temp.try_move('anna', 'cash_out', 50001), 'HP409 limit_cash_out scope=shop per=act left=50000',
    'a cash-out over the limit');
select is(pg_temp.try_move('anna', 'cash_out', 40000), 'done', 'one within it');
select is(pg_temp.try_move('bert', 'withdrawal', 30001), 'HP409 limit_cash_out scope=shop per=day left=30000',
    'all of the shop together');
select is(pg_temp.try_move('bert', 'withdrawal', 30000), 'done', 'just enough');
select is(pg_temp.try_move('anna', 'drop', 100000), 'done', 'what goes to the shop''s safe leaves nobody');

-- A shop is paused, at once; it pays on.
select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as won3,
    pg_temp.next_round() \gset
select pg_temp.sell('anna', '{win 6}', '{2500}') \g /dev/null
create function pg_temp.shop(p_act text, p_reason text default 'flood') returns json language sql as $$
    select case p_act when 'pause' then api.shop_pause(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, p_reason)
                      else api.shop_resume(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, p_reason) end
$$;
select is(pg_temp.shop('pause') #>> '{paused,reason}', 'flood', 'an admin pauses a shop');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')', 'reason'), 'HP409 shop_paused reason=flood',
    'a till that sold in the round sells nothing more');
select is(pg_temp.try('bert', '{win 6}', '{2500}'), 'HP409 shop_paused', 'nor one that had not yet');
select is(pg_temp.try('carl', '{win 6}', '{2500}'), 'done', 'another shop does');
select is(pg_temp.try_pay('anna', :'won3', null), 'HP409 limit_payout scope=till per=day left=0',
    'its payments obey their limits');
select pg_temp.limit('till', 2, '{"payoutDay": null}') \g /dev/null
select is(pg_temp.try_pay('anna', :'won3'), 'done', 'and are made');
select is(pg_temp.shop('resume') ->> 'paused', null, 'an admin resumes it');
select is(pg_temp.try('anna', '{win 6}', '{2500}') || ', ' || pg_temp.try('bert', '{win 6}', '{2500}'), 'done, done',
    'both sell in the same round');
select is((select string_agg(action || ' ' || reason, ', ' order by seq) from hippo.journal where action in ('shop_pause',
    'shop_resume')),
    'shop_pause flood, shop_resume flood', 'on record');
select is(pg_temp.proof(), '', 'the books hold');

select * from finish();
rollback;
