-- SPDX-License-Identifier: MIT
-- What a ticket may win and what tills and the house may expose: refused at the sale, with the stake that would do; never cut later.
begin;
select plan(43);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
select pg_temp.open_till('anna', 1), pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3) \g /dev/null
create function pg_temp.limits(p_stake bigint, p_prize bigint, p_till bigint, p_round bigint,
    p_step bigint) returns void language sql as $$
    select pg_temp.set('ticket_stake_max', p_stake), pg_temp.set('ticket_prize_max', p_prize),
        pg_temp.set('round_exposure_max', 1000000000000000), pg_temp.set('till_exposure_max', p_till),
        pg_temp.set('exposure_step', p_step), pg_temp.set('round_exposure_max', p_round)
$$;
-- A sale in the round in progress: done, or what it is refused with.
create function pg_temp.try(p_user text, p_selections text[], p_stakes bigint[]) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.sell(%L, %L, %L)', p_user, p_selections, p_stakes), 'line', 'max', 'limit')
$$;

select pg_temp.limits(300000, 1000000, 200000000, 1000000000, 5000000), scheduler.round_open() \g /dev/null
select is(pg_temp.try('anna', selections, stakes), want, what)
from (values
    (1, '{win 6,win 7}'::text[], '{200000,150000}'::bigint[], 'HP409 cap_ticket_stake line=2 max=100000 limit=300000',
        'more stake than a ticket may have: the line that passes it, and what it could be'),
    (2, '{win 6,win 7}', '{200000,100000}', 'HP409 cap_ticket_prize line=1 max=181500 limit=1000000', 'more than a ticket may win'),
    (3, '{win 6,win 7}', '{181500,100000}', 'done', 'so much is fine'),
    (4, '{win 6,win 7}', '{182000,100000}', 'HP409 cap_ticket_prize line=1 max=181500 limit=1000000', 'a step more is not'),
    (5, '{win 6,win 7}', '{150000,150000}', 'done', 'it is the worst order that counts, not the sum of all lines'),
    (6, '{win 6,win 6}', '{100000,100000}', 'HP409 cap_ticket_prize line=1 max=81500 limit=1000000',
        'two lines that win together count together'),
    (7, '{win 6,win 6}', '{81500,100000}', 'done', 'and so much beside the other is fine'),
    (8, '{win 6,win 7}', '{190000,110000}', 'HP409 cap_ticket_prize line=1 max=181500 limit=1000000', 'one line too much'),
    (9, '{win 6,win 10}', '{190000,110000}', 'HP409 cap_ticket_prize line=1 max=181500 limit=1000000', 'the worst line'),
    (10, '{win 10,win 8}', '{150000,145000}', 'HP409 cap_ticket_prize line=1 max=0 limit=1000000',
        'two lines too much: no stake of the one would do beside the other')
) as sale (place, selections, stakes, want, what) order by place;

-- The till: what it may borrow of the round's cap is never more than one till may expose.
select pg_temp.limits(10000000, 50000000, 1000000, 20000000, 5000000) \g /dev/null
select pg_temp.run_out(10000001), scheduler.round_open() \g /dev/null
select is(pg_temp.try(who, selections, stakes), want, what)
from (values
    (1, 'anna', '{win 6}'::text[], '{500000}'::bigint[], 'HP409 cap_till line=1 max=222000 limit=1000000',
        'a prize less its stake is what a till exposes'),
    (2, 'anna', '{win 6}', '{222500}', 'HP409 cap_till line=1 max=222000 limit=1000000', 'a step too much'),
    (3, 'anna', '{win 6}', '{222000}', 'done', 'just enough'),
    (4, 'anna', '{win 6}', '{2500}', 'HP409 cap_till line=1 max=0 limit=1000000', 'and nothing more on this runner'),
    (5, 'anna', '{win 7}', '{100000}', 'done', 'on another there is: its stake pays for some of it'),
    (6, 'anna', '{win 6}', '{22000}', 'done', 'so that there is more on the first again'),
    (7, 'bert', '{win 6}', '{222000}', 'done', 'another till has its own')
) as sale (place, who, selections, stakes, want, what) order by place;

-- The house: a tenth of its cap in shares, the rest lent to who needs it.
select pg_temp.limits(10000000, 50000000, 6000000, 6000000, 1500000) \g /dev/null
select pg_temp.run_out(10000002), scheduler.round_open() \g /dev/null
select is((slice, tills)::text, '(200000,"{1,2,3}")', 'each of three open tills has a thirtieth') from hippo.round_terms where round_id = 10000003;
select is(pg_temp.try('anna', '{win 6}', '{44000}'), 'done', 'within the share');
select is(lent, 600000::bigint, 'nothing is lent but the shares') from hippo.round_lent where round_id = 10000003;
select is(pg_temp.try('anna', '{win 6}', '{478000}'), 'done', 'more, for which the till borrows');
select is(lent, 3832666::bigint, 'what it needs, and a third of the rest') from hippo.round_lent where round_id = 10000003;
select is(pg_temp.try('bert', '{win 6}', '{500000}'), 'done', 'another till borrows too');
select is(lent, 5921777::bigint, 'now nearly all is lent') from hippo.round_lent where round_id = 10000003;
select is(pg_temp.try('carl', '{win 6}', '{500000}'), 'HP409 cap_round line=1 max=311000 limit=1401000',
    'the third has what the others do not use, and no more');
select is(pg_temp.try('carl', '{win 6}', '{311500}'), 'HP409 cap_round line=1 max=311000 limit=1401000', 'to the step');
select is(pg_temp.try('carl', '{win 6}', '{311000}'), 'done', 'so much it may');
select ok((select sum(bound - stakes) <= 6000000 from hippo.till_book where round_id = 10000003),
    'all together stay under the house''s cap');
select ok(report.exposure(10000003) - (select sum(stake) from hippo.ticket where round_id = 10000003) <= 6000000,
    'so says the worst order');
select is(pg_temp.refusal('select pg_temp.set(''round_exposure_max'', 1)'), 'HP409 settings_conflict',
    'a house that exposes less than a till is refused');

-- An accepted ticket is never cut: lower limits later change nothing for it.
select number as large from (select hippo.ticket_number(ticket_id) as number from hippo.ticket where round_id = 10000003
    order by stake desc limit 1) n \gset
select pg_temp.limits(10000000, 11250, 8750, 8750, 1) \g /dev/null
select pg_temp.run_out(10000003) \g /dev/null
select is(prize in (0, stake * 550 / 100), true, 'what was printed is what it won') from hippo.ticket
    where ticket_id = hippo.ticket_id(:'large');
select scheduler.round_open() \g /dev/null
select is(pg_temp.try('anna', '{win 6}', '{2500}'), 'HP409 cap_ticket_prize line=1 max=0 limit=11250',
    'a house that may lose little sells only the favourite');

-- The count at the close, to the last centime of the tolerance.
select pg_temp.cash(1) as cash, hippo.setting_integer('till_tolerance') as tolerance \gset
select is(pg_temp.close_till('anna', json_build_object('1', :cash + :tolerance)) ->> 'state', 'closed',
    'a variance of just the tolerance closes');
select pg_temp.open_till('anna', 1, 50000) \g /dev/null
select is(pg_temp.close_till('anna', json_build_object('1', 50000 - :tolerance)) ->> 'state', 'closed', 'a short one too');
select pg_temp.open_till('anna', 1, 50000) \g /dev/null
select is(pg_temp.close_till('anna', json_build_object('1', 50000 - :tolerance - 1)) ->> 'state', 'counted',
    'a centime more waits for a supervisor');

-- The limit of voids is a day's: closing and opening the till gives no new one.
select pg_temp.limits(10000000, 50000000, 200000000, 1000000000, 5000000), pg_temp.set('void_limit', 1) \g /dev/null
select api.till_verify(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), max(till_session_id), 'a test')
    from hippo.till_session where till_id = 1 \g /dev/null
select pg_temp.open_till('anna', 1, 50000), pg_temp.run_out(10000004), scheduler.round_open() \g /dev/null
create function pg_temp.slip(p_user text) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.void(%L, %L)', p_user, pg_temp.sell(p_user, '{win 6}', '{2500}') ->> 'number'), 'limit')
$$;
select is(pg_temp.slip('anna') || ', ' || pg_temp.slip('anna'), 'done, HP409 void_limit limit=1', 'one slip a day');
select is(pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1))) ->> 'state', 'closed', 'the till is closed');
select pg_temp.open_till('anna', 1, 50000) \g /dev/null
select is(pg_temp.slip('anna'), 'HP409 void_limit limit=1', 'and opened again, without a new slip');
select is(pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1))) ->> 'state', 'closed', 'nor');
select pg_temp.open_till('anna', 2, 0) from (select pg_temp.close_till('sam', json_build_object('1', pg_temp.cash(2)),
    'a test', 2)) c \g /dev/null
select is(pg_temp.slip('anna'), 'HP409 void_limit limit=1', 'at another till');
select pg_temp.run_out(10000005) \g /dev/null
-- The next day begins at 05:00 UTC; a session that goes on into it keeps what it had.
select pg_temp.at(18 * 3600000::bigint), scheduler.round_open() \g /dev/null
delete from hippo.sign_in;
select pg_temp.sign_in(username) from hippo.app_user order by user_id \g /dev/null
select is(pg_temp.slip('anna'), 'done', 'the next day there is one again');
select is(pg_temp.slip('anna'), 'HP409 void_limit limit=1', 'one');
select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
