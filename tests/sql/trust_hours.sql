-- SPDX-License-Identifier: MIT
-- Opening hours of a shop, in the house's time zone (five hours behind UTC; the test's day is a Friday, 07:00 there).
begin;
select plan(25);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() \g /dev/null
create function pg_temp.hours(p_hours text) returns text language sql volatile as $$
    select pg_temp.refusal(format('select api.shop_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 1, null, null, null, %L)',
        p_hours), 'name')
$$;
create function pg_temp.opens(p_at text) returns text language sql as $$
    select to_char(hippo.shop_opens_at(1,
        p_at::timestamp at time zone 'America/Port-au-Prince') at time zone 'America/Port-au-Prince',
        'Dy HH24:MI')
$$;
select is(pg_temp.opens('2026-01-02 03:00'), 'Fri 03:00', 'without hours a shop sells at any time');
select is(pg_temp.hours(hours), 'HP400 bad_parameter name=' || want, hours)
from (values ('{}', 'hours'), ('[7]', 'hours'), ('[{"weekday": 8, "opens": "08:00", "closes": "12:00"}]', 'hours.weekday'),
    ('[{"weekday": "1", "opens": "08:00", "closes": "12:00"}]', 'hours.weekday'),
    ('[{"weekday": 1, "opens": "8:00", "closes": "12:00"}]', 'hours.opens'),
    ('[{"weekday": 1, "opens": "08:00"}]', 'hours.closes'), ('[{"weekday": 1, "opens": "24:00", "closes": "24:00"}]',
        'hours.opens'),
    ('[{"weekday": 1, "opens": "08:00", "closes": "25:00"}]', 'hours.closes'),
    ('[{"weekday": 1, "opens": "08:00", "closes": "12:00", "x": 1}]', 'hours'),
    ('[{"weekday": 1, "opens": "08:00", "closes": "12:00"}, {"weekday": 1, "opens": "08:00", "closes": "13:00"}]',
        'hours.opens')
) t (hours, want);
select is(pg_temp.hours('[{"weekday": 5, "opens": "08:00", "closes": "12:00"}, {"weekday": 5, "opens": "14:00", "closes": "02:00"},
    {"weekday": 7, "opens": "00:00", "closes": "24:00"}]'), 'done', 'Friday with a break, and past midnight; Sunday all day');
select is(pg_temp.opens(at), want, at) from (values ('2026-01-02 07:59', 'Fri 08:00'), ('2026-01-02 08:00', 'Fri 08:00'),
    ('2026-01-02 11:59', 'Fri 11:59'), ('2026-01-02 12:00', 'Fri 14:00'), ('2026-01-03 01:59', 'Sat 01:59'),
    ('2026-01-03 02:00', 'Sun 00:00'), ('2026-01-04 23:59', 'Sun 23:59'), ('2026-01-05 00:00', 'Fri 08:00')) t (at, want);
select is((api.shop_list(pg_temp.token('olga'), null, 10) #> '{items,1,hours}')::jsonb,
    '[{"weekday": 5, "opens": "08:00", "closes": "12:00"},
    {"weekday": 5, "opens": "14:00", "closes": "02:00"}, {"weekday": 7, "opens": "00:00",
        "closes": "24:00"}]', 'the list shows them');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')', 'opensAt'),
    'HP409 shop_closed opensAt=2026-01-02T13:00:00.000Z', 'at seven it is closed, and says until when');
select is(pg_temp.refusal('select pg_temp.sell(''carl'', ''{win 6}'', ''{2500}'')'), 'done', 'another shop is not');
select is(pg_temp.hours('[]'), 'done', 'an empty list is at any time');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'')'), 'done', 'again');
select * from finish();
rollback;
