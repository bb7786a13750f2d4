-- SPDX-License-Identifier: MIT
-- A clock that was ahead just when a race was over, and right again when its round was settled: the house goes on when the result
-- has been shown.
begin;
select plan(4);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
create function pg_temp.due() returns text language sql as $$
    select concat_ws(' ', next_move, due_ms - now_ms) from scheduler.state()
$$;
select pg_temp.furnish() as round \gset

select pg_temp.at(4000), scheduler.round_lock(:round), pg_temp.at(5000), scheduler.round_race(:round, 1000000, 1750) \g /dev/null
select pg_temp.at(8000 + 3600000), pg_temp.finish(:round, 1), pg_temp.at(8100), scheduler.round_settle(:round) \g /dev/null
select is(pg_temp.due(), 'open 1000', 'an hour ahead at the finish: the next round does not open an hour later');
select pg_temp.at(9100), scheduler.round_open() as next \gset
select is(opened_at - hippo.clock(), interval '0', 'but in time') from hippo.round where round_id = :next;

select pg_temp.at(13100), scheduler.round_lock(:next), pg_temp.at(14100), scheduler.round_race(:next, 1000000, 1750) \g /dev/null
select pg_temp.at(17400), pg_temp.finish(:next, 1), pg_temp.at(17500), scheduler.round_settle(:next) \g /dev/null
select is(pg_temp.due(), 'open 900', 'a finish that is only late is shown for as long as any');
select is(pg_temp.proof(), '', 'the books hold');

select * from finish();
rollback;
