-- SPDX-License-Identifier: MIT
-- What a till's page must know to say before a sale what the house would refuse.
begin;
select plan(6);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() \g /dev/null

select is((api.round_prices((hippo.round_latest()).round_id) -> 'ticket')::jsonb, '{"stakeMax": 10000000, "prizeMax": 50000000}',
    'a round tells the most that a ticket may cost and win');
update hippo.setting set value = '900000' where name = 'ticket_stake_max';
select is((api.round_prices((hippo.round_latest()).round_id) #>> '{ticket,stakeMax}'), '10000000',
    'as it was when the round opened');
select is((api.till_get(pg_temp.token('anna'), null) -> 'limits')::jsonb, '{"stake": null, "ticket": null}',
    'a till without limits of its own has none to tell');
select api.shop_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, null, null, null, null,
    '{"stake": 70000, "ticket": 400000}') \g /dev/null
select api.till_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, null, null, '{"stake": 60000}') \g /dev/null
select is((api.till_get(pg_temp.token('anna'), null) -> 'limits')::jsonb, '{"stake": 60000, "ticket": 400000}',
    'of the shop''s and its own the narrowest holds');
select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(),
    (select user_id from hippo.app_user where username = 'anna'), null, null, null, null, null, '{"ticket": 300000}') \g /dev/null
select is((api.till_get(pg_temp.token('anna'), null) #>> '{limits,ticket}'), '300000', 'and the cashier''s');
select is((api.till_get(pg_temp.token('ada'), 1) #>> '{limits,ticket}'), '300000', 'whoever looks');
select finish();
rollback;
