-- SPDX-License-Identifier: MIT
-- A new house: its first round and its first administrator both want the prices of the card that it came with.
select plan(3);
set client_min_messages = warning;
\ir ../lib/sessions.sql

select pg_temp.open(name) from unnest('{leader,ada}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'begin'), pg_temp.ask('leader', 'select hippo.card_price(1)') \g /dev/null
select pg_temp.send('ada', 'select hippo.card_price(1)') \g /dev/null
select ok(pg_temp.is_waiting('ada'), 'who comes second waits for the first');
select pg_temp.ask('leader', 'commit') \g /dev/null
select is(pg_temp.result('ada'), '', 'and finds the card priced');
select cmp_ok((select count(*) from hippo.price where card_template_id = 1), '>', 0::bigint, 'once');
select * from finish();
