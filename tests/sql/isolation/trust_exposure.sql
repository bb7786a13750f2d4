-- SPDX-License-Identifier: MIT
-- A round's exposure cap under tills that sell at the same moment: what one gives back, the other has; never both.
select plan(14);
set client_min_messages = warning;
\ir ../lib/sessions.sql
\set house `cat tests/sql/lib/house.sql tests/sql/lib/money.sql`

-- Each session stands for one person (or the leader), with keys and a clock of its own.
create temp table person (name text, keys bigint generated always as identity);
create function pg_temp.enter(p_name text, p_house text) returns void language plpgsql as $$
declare
    v_keys bigint;
begin
    perform pg_temp.open(p_name), dblink_exec(p_name, p_house);
    insert into person (name) values (p_name) returning keys into v_keys;
    perform pg_temp.ask(p_name, format('select setval(''pg_temp.key'', %s)', v_keys * 1000000));
end
$$;
select pg_temp.enter(name, :'house') from unnest('{leader,anna,bert,carl,sam,ada}'::text[]) name \g /dev/null
select pg_temp.ask('leader', 'select pg_temp.start()'), pg_temp.ask('leader', 'select pg_temp.people()'),
    pg_temp.ask('leader', 'select pg_temp.open_session(60)') \g /dev/null
create function pg_temp.moment(p_ms bigint) returns void language sql as $$
    select pg_temp.ask(name, format('select pg_temp.at(%s)', p_ms + coalesce((
        select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round order by round_id desc limit 1),
            0))) from person
$$;
-- A sale, as a statement, and as another session's.
create function pg_temp.sale(p_user text, p_stake bigint, p_runner integer default 6) returns text language sql as $$
    select format('select pg_temp.refusal(%L)', format('select pg_temp.sell(%L, ''{win %s}'', ''{%s}'')', p_user, p_runner,
        p_stake))
$$;
create function pg_temp.sold(p_user text, p_stake bigint, p_runner integer default 6) returns text language sql as $$
    select pg_temp.ask(p_user, pg_temp.sale(p_user, p_stake, p_runner))
$$;
create function pg_temp.exposed(p_till bigint) returns bigint language sql as $$
    select coalesce(max(c.base), 0) - b.stakes
    from hippo.till_book b, hippo.sale_cells(b.round_id, b.till_id) c where b.till_id = p_till group by b.stakes
$$;

select pg_temp.moment(0) \g /dev/null
select pg_temp.ask('ada', $$select api.till_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, 3,
    'Caisse 3')$$) \g /dev/null
select pg_temp.ask('ada', format('select pg_temp.set(%L, %s)', name, value))
from (values (1, 'exposure_step', 3000000), (2, 'till_exposure_max', 4000000), (3, 'round_exposure_max', 4000000)) s (place,
    name, value) order by place \g /dev/null
select pg_temp.ask(name, format('select pg_temp.open_till(%L, %s)', name, till))
    from (values ('anna', 1), ('bert', 2), ('carl', 3), ('sam', 4)) t (name, till) \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()'), pg_temp.moment(100) \g /dev/null

-- Who needs more waits for no till that sells at this moment.
select pg_temp.sold('anna', 500000), pg_temp.sold('carl', 300000), pg_temp.ask('bert', 'begin'), pg_temp.sold('bert',
    2500) \g /dev/null
select is(pg_temp.sold('sam', 85000), 'HP409 cap_round',
    'what a till holds that sells at this moment is not taken, nor waited for');
select pg_temp.ask('bert', 'commit') \g /dev/null
select is(pg_temp.sold('sam', 85000), 'done', 'when it is through, what it did not use is');
select is((select lent from hippo.round_lent), (select sum(slice) from hippo.till_book where round_id = 10000001)::bigint,
    'no more, no less');

-- A sale that has looked at its slice, while that slice goes to another till.
select pg_temp.ask('leader', 'select scheduler.round_lock(10000001)') from (select pg_temp.moment(4000)) m \g /dev/null
select pg_temp.ask('ada', $$select api.round_void(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 10000001, 'a test')$$),
    pg_temp.ask('leader', 'select hippo.round_void_request(10000001, ''x'')'),
    pg_temp.ask('leader', 'select scheduler.round_void(10000001, pg_temp.secret(10000001))') \g /dev/null
select pg_temp.ask('leader', format('select pg_temp.at(%s)', hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = 10000001 \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()'), pg_temp.moment(100) \g /dev/null
select pg_temp.sold('bert', 2500), pg_temp.sold('carl', 2500), pg_temp.sold('sam', 2500),
    pg_temp.ask('anna', 'begin'), pg_temp.sold('anna', 500000) \g /dev/null
select is(pg_temp.sold('anna', 350000), 'done', 'a till borrows what three others do not use');
select is(pg_temp.ask('anna', 'select slice from hippo.till_book where till_id = 2'), '11250',
    'one of them keeps what it uses');
select pg_temp.send('bert', pg_temp.sale('bert', 15000)) \g /dev/null
select ok(pg_temp.is_waiting('bert'), 'one of them sells within what it still believes to have');
select pg_temp.ask('anna', 'commit') \g /dev/null
select is(pg_temp.result('bert'), 'done', 'and looks again');
select ok((select bool_and(slice >= bound - stakes) from hippo.till_book where round_id = 10000002),
    'no till exposes more than it has');
select ok((select sum(pg_temp.exposed(till)) from unnest('{1,2,3,4}'::integer[]) till) <= 4000000,
    'all together no more than the cap');
select is((select lent from hippo.round_lent where round_id = 10000002),
    (select sum(slice) from hippo.till_book where round_id = 10000002)::bigint, 'the loans are the slices');

-- All at once, of all sizes, near the cap.
select pg_temp.ask('leader', 'select hippo.round_void_request(10000002, ''x'')'),
    pg_temp.ask('leader', 'select scheduler.round_void(10000002, pg_temp.secret(10000002))') \g /dev/null
select pg_temp.ask('leader', format('select pg_temp.at(%s)', hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')))
    from hippo.round where round_id = 10000002 \g /dev/null
select pg_temp.ask('leader', 'select scheduler.round_open()'), pg_temp.moment(100) \g /dev/null
select pg_temp.send(name, format($$
    do $do$
    begin
        perform setseed(0.%s);
        for i in 1 .. 150 loop
            perform pg_temp.refusal(format('select pg_temp.sell(%%L, ''{win 6,win %%s}'', ''{%%s,2500}'')', '%s',
                (array[7, 8, 54])[1 + floor(random() * 3)], 2500 + 500 * floor(random() * 60)));
            commit;
        end loop;
    end
    $do$ $$, place, name)) from unnest('{anna,bert,carl,sam}'::text[]) with ordinality p (name, place) \g /dev/null
select is(array(select pg_temp.result(name) from unnest('{anna,bert,carl,sam}'::text[]) name), '{DO,DO,DO,DO}',
    'six hundred sales at four tills');
select ok((select sum(pg_temp.exposed(till)) from unnest('{1,2,3,4}'::integer[]) till) between 3900000 and 4000000,
    'use all of the cap, and no more');
select is((select lent from hippo.round_lent where round_id = 10000003),
    (select sum(slice) from hippo.till_book where round_id = 10000003)::bigint, 'the loans are the slices');
select is((select string_agg(format('%s: %s (%s)', invariant, subject, detail), E'\n') from report.proof()), null,
    'the books hold');
select pg_temp.close(name) from other \g /dev/null
select * from finish();
