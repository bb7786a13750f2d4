-- SPDX-License-Identifier: MIT
-- Exposure is lent where it is used: tills that are closed hold none of a round's cap, tills that are idle give theirs back.
begin;
select plan(32);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
-- Twenty-two tills; a cap of 50 000.00.
select api.till_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, n, 'Caisse ' || n) from generate_series(3,
    21) n \g /dev/null
select pg_temp.set('exposure_step', 10000), pg_temp.set('till_exposure_max', 5000000), pg_temp.set('round_exposure_max',
    5000000) \g /dev/null
-- Sells one ticket after the other, at last the smallest, until that is refused: with what.
create function pg_temp.sell_out(p_user text) returns text language plpgsql as $$
declare
    v_end text;
    v_stake bigint;
begin
    foreach v_stake in array '{200000,50000,10000,2500}'::bigint[] loop
        for i in 1 .. 100 loop
            v_end := pg_temp.refusal(format('select pg_temp.sell(%L, ''{win 6}'', ''{%s}'')', p_user, v_stake), 'max');
            exit when v_end <> 'done';
        end loop;
    end loop;
    return v_end;
end
$$;
-- What a till exposes on the round, exactly.
create function pg_temp.exposed(p_till bigint) returns bigint language sql as $$
    select coalesce(max(c.base), 0) - b.stakes
    from hippo.till_book b, hippo.sale_cells(b.round_id, b.till_id) c where b.till_id = p_till group by b.stakes
$$;
-- The cap in three parts: what tills hold, what waits for tills, what is free.
create function pg_temp.parts() returns text language sql as $$
    select format('%s + %s + %s = %s', held, waiting, m.round_exposure_max - l.lent,
                  held + waiting + m.round_exposure_max - l.lent)
    from hippo.round_terms m join hippo.round_lent l using (round_id), lateral (
        select coalesce(sum(b.slice) filter (where b.round_id = m.round_id), 0) as held,
               coalesce(sum(m.slice) filter (where b.round_id is distinct from m.round_id and b.till_id = any (m.tills)),
                   0) as waiting
        from hippo.till_book b) b
    where m.round_id = (select max(round_id) from hippo.round)
$$;

-- One open till of twenty-two.
select pg_temp.open_till('anna', 1), scheduler.round_open() \g /dev/null
select is(pg_temp.parts(), '0 + 500000 + 4500000 = 5000000', 'a tenth of the cap waits for the one till that is open');
select is(pg_temp.sell_out('anna'), 'HP409 cap_till max=0', 'it sells until nothing is left of the cap');
select ok(pg_temp.exposed(1) > 0.99 * 5000000, 'and has then used all of it');
select is(pg_temp.parts(), '5000000 + 0 + 0 = 5000000', 'it holds all');
select is(pg_temp.proof(), '', 'the books hold');

-- Two more that are open and sell nothing.
select pg_temp.set('till_exposure_max', 4900000), pg_temp.run_out(10000001) \g /dev/null
select pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3), scheduler.round_open() \g /dev/null
select is(pg_temp.parts(), '0 + 499998 + 4500002 = 5000000', 'a third of a tenth waits for each');
select is(pg_temp.sell_out('anna'), 'HP409 cap_till max=0', 'tills that are idle leave theirs to the one that sells');
select ok(pg_temp.exposed(1) > 0.99 * 4900000, 'up to what one till may expose');
select is((select sum(slice) from hippo.till_book where till_id in (2, 3))::bigint, 5000000 - pg_temp.exposed(1),
    'no more was taken than was needed');
select is(pg_temp.refusal('select pg_temp.sell(''bert'', ''{win 6}'', ''{24000}'')', 'max'), 'HP409 cap_round max=23500',
    'what is left is the others''');
select is(pg_temp.refusal('select pg_temp.sell(''bert'', ''{win 6}'', ''{23500}'')'), 'done', 'whoever comes first');
select is(pg_temp.refusal('select pg_temp.sell(''carl'', ''{win 6}'', ''{2500}'')', 'max'), 'HP409 cap_round max=0',
    'then nobody''s');
select ok((select sum(pg_temp.exposed(t)) between 0.99 * 5000000 and 5000000 from generate_series(1, 3) t),
    'all but all of the cap is used');
select is(pg_temp.proof(), '', 'the books hold');

-- Slices that shrink and grow: a till from which something was taken asks for it again.
select pg_temp.set('till_exposure_max', 5000000), pg_temp.set('exposure_step', 5000000), pg_temp.run_out(10000002),
    scheduler.round_open() \g /dev/null
select pg_temp.sell('bert', '{win 6}', '{2500}'), pg_temp.sell('anna', '{win 6}', '{100000}') \g /dev/null
select slice as before from hippo.till_book where till_id = 2 \gset
select ok(:before > pg_temp.exposed(2), 'a till has more than it uses');
select pg_temp.sell('anna', '{win 6}', '{500000}'), pg_temp.sell('anna', '{win 6}', '{475000}') \g /dev/null
select ok(slice < :before and slice >= pg_temp.exposed(2), 'until another one needs it') from hippo.till_book where till_id = 2;
select is(pg_temp.refusal('select pg_temp.sell(''bert'', ''{win 7}'', ''{2500}'')'), 'done', 'it sells on');
select ok(slice >= pg_temp.exposed(2), 'within what it has') from hippo.till_book where till_id = 2;
select is(split_part(pg_temp.parts(), ' = ', 2), '5000000', 'nothing of the cap is lost or made');
select is(pg_temp.proof(), '', 'the books hold');

-- A till that closes gives back what it does not use; its tickets stay bets.
select pg_temp.run_out(10000003), scheduler.round_open() \g /dev/null
select pg_temp.sell('bert', '{win 6}', '{100000}') \g /dev/null
select ok(slice > pg_temp.exposed(2), 'a till has borrowed more than it uses') from hippo.till_book where till_id = 2;
select pg_temp.close_till('bert', json_build_object('1', pg_temp.cash(2))) \g /dev/null
select is(slice, pg_temp.exposed(2),
    'closed, it holds what its tickets expose, to the centime') from hippo.till_book where till_id = 2;
select is(pg_temp.exposed(2), 450000::bigint, 'which is still there');
select is(split_part(pg_temp.parts(), ' = ', 2), '5000000', 'the rest is free');
select is(pg_temp.proof(), '', 'the books hold');

-- Opened in the middle of a round, a till has no share, and borrows from its first sale on.
select pg_temp.open_till('sam', 4) \g /dev/null
select is(pg_temp.refusal('select pg_temp.sell(''sam'', ''{win 6}'', ''{2500}'')'), 'done',
    'a till that opens in the middle sells');
select is(slice, 2 * 11250::bigint, 'with what it needs, and as much again') from hippo.till_book where till_id = 4;
-- Closed before it sold: its share is for whoever needs it.
select pg_temp.close_till('carl', json_build_object('1', pg_temp.cash(3))) \g /dev/null
select is(split_part(split_part(pg_temp.parts(), ' + ', 2), ' + ', 1), '333332',
    'shares wait for two that have not sold, one of them closed');
select pg_temp.sell_out('anna') \g /dev/null
select is(split_part(split_part(pg_temp.parts(), ' + ', 2), ' + ', 1), '0', 'both are used');
select ok((select sum(pg_temp.exposed(t)) between 0.97 * 5000000 and 5000000 from unnest('{1,2,4}'::integer[]) t),
    'all but all of the cap');
select is(pg_temp.proof(), '', 'the books hold');
-- A sale plans without sequential scans; what it still scans then looks so dear that PostgreSQL would compile it, for 50 ms.
select ok('jit=off' = any (proconfig), 'a sale compiles nothing') from pg_proc where oid = 'api.ticket_sell'::regproc;
select * from finish();
rollback;
