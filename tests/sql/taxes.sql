-- SPDX-License-Identifier: MIT
-- What is withheld from prizes: by whose rate, to which account, that players are told before, that it is handed over once, and that
-- tickets, ledger, seals and proof agree about it.
begin;
select plan(34);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
\ir lib/three_days.sql

create function pg_temp.tax(p_rate bigint, p_above bigint, p_from text, p_by text default 'ada') returns json language sql volatile as $$
    select api.tax_rate_set(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_rate, p_above, p_from::date)
$$;
create function pg_temp.hand_over(p_shop bigint, p_amount bigint, p_key text default pg_temp.key()) returns json language sql volatile as $$
    select api.tax_pay(pg_temp.token('ada'), p_key, pg_temp.print(), p_shop, p_amount, 'R-1', null)
$$;
create function pg_temp.account(p_kind text, p_id bigint) returns numeric language sql as $$
    select coalesce(sum(case debit::text when p_kind then amount else -amount end), 0) from hippo.journal
    where debit::text = p_kind and debit_id = p_id or credit::text = p_kind and credit_id = p_id
$$;
-- A round of one ticket on each runner; gives the number that won.
create function pg_temp.winner(p_user text, p_stake bigint) returns text language plpgsql as $$
declare
    v_round bigint := scheduler.round_open();
    v_numbers text[];
begin
    select array_agg(pg_temp.sell(p_user, array['win ' || n], array[p_stake]) ->> 'number') into v_numbers
    from unnest('{6,7,8,9,10,54}'::integer[]) n;
    perform pg_temp.run_out(v_round);
    return (select n from unnest(v_numbers) n where pg_temp.state(n) = 'won');
end
$$;
create function pg_temp.seen(p_number text) returns json language sql as $$ select api.ticket_get(pg_temp.token('ada'), p_number) $$;

-- Rates ----------------------------------------------------------------------------------------------------------------------

select pg_temp.settle_down(), pg_temp.set('pay_supervisor_from', 1000000000) \g /dev/null
select is(pg_temp.refusal('select pg_temp.tax(500, 0, ''2026-01-02'')', 'name'), 'HP400 bad_parameter name=from', 'not for a day that has begun');
select is(pg_temp.refusal('select pg_temp.tax(10000, 0, ''2026-01-03'')', 'name'), 'HP400 bad_parameter name=rate', 'never all of a prize');
select is(pg_temp.refusal('select pg_temp.tax(500, -1, ''2026-01-03'')', 'name'), 'HP400 bad_parameter name=above', 'nor above less than nothing');
select is(pg_temp.tax(500, 0, '2026-01-03') ->> 'above', '0', 'an admin sets a rate');
select pg_temp.tax(1500, 20000, '2026-01-03') \g /dev/null
select pg_temp.tax(999, null, '2026-01-04') \g /dev/null
select results_eq('select (i ->> ''rate'')::integer, i ->> ''from'' from json_array_elements(api.tax_rate_list(pg_temp.token(''abe''), null, 2) -> ''items'') i',
    $$ values (999, '2026-01-04'), (1500, '2026-01-03') $$, 'auditors read them, newest first');
select throws_like('update hippo.tax_rate set rate = 0', '%tax_rate%', 'none is ever changed');

-- Before there is one nothing changes -------------------------------------------------------------------------------------

select pg_temp.open_till('anna', 1, 3000000) \g /dev/null
select pg_temp.winner('anna', 50000) as old, pg_temp.winner('anna', 50000) as before \gset
select is(pg_temp.seen(:'before') ->> 'withheld', null, 'before the first day nothing is said');
select is(pg_temp.pay('anna', :'before', 'Jean', null) ->> 'withheld', null, 'nor withheld');
select is((select count(*) from hippo.journal where action = 'withholding'), 0::bigint, 'nor posted');

-- A prize above and one that is not -----------------------------------------------------------------------------------------

select pg_temp.set('cash_unit', 20) \g /dev/null
select pg_temp.at(86400000) \g /dev/null
select pg_temp.winner('anna', 2500) as small, pg_temp.winner('anna', 50000) as large \gset
create temp table large as select * from hippo.ticket where ticket_id = hippo.ticket_id(:'large');
select ok((select prize > 20000 from large) and (select prize <= 20000 from hippo.ticket where ticket_id = hippo.ticket_id(:'small')),
    'one is more than the threshold and one is not');
select is(pg_temp.seen(:'small') ->> 'net', null, 'up to the threshold a prize is paid whole');
select is((select array[s ->> 'prize', s ->> 'withheld', s ->> 'net'] from pg_temp.seen(:'large') s),
    (select array[prize, prize * 15 / 100, prize - prize * 15 / 100]::text[] from large), 'of more, what is withheld is known before');
select is((api.ticket_peek(:'large', pg_temp.code(:'large')) ->> 'net'), pg_temp.seen(:'large') ->> 'net', 'to the player as well');
select pg_temp.account('till_cash', 1) as cash \gset
select pg_temp.pay('anna', :'large', 'Jean') as paid \gset
select is((select array[p ->> 'withheld', p #>> '{paid,amount}', p #>> '{paid,cash}'] from (values (:'paid'::json)) x (p)),
    (select array[prize * 15 / 100, prize, (prize - prize * 15 / 100 + 19) / 20 * 20]::text[] from large),
    'what is left is paid, up to the next coin');
select is(:cash - pg_temp.account('till_cash', 1), (:'paid'::json #>> '{paid,cash}')::numeric, 'that much leaves the till');
select is(-pg_temp.account('tax', 1), (select prize * 15 / 100 from large)::numeric, 'and the rest is owed to the state');
select is(pg_temp.account('prizes_payable', (select round_id from large)), 0::numeric, 'nothing of the prize is left');
select is(pg_temp.pay('anna', :'old', 'Jean') ->> 'withheld', null, 'a round of before keeps its rule, whenever it is paid');
select is(pg_temp.proof(), '', 'the proof knows it');

-- Handed over ------------------------------------------------------------------------------------------------------------------

select (select prize * 15 / 100 from large) as owed \gset
select is(pg_temp.refusal(format('select pg_temp.hand_over(1, %s)', :owed + 1), 'owed'), format('HP409 tax_owed owed=%s', :owed), 'not more than is owed');
select is(pg_temp.refusal('select pg_temp.hand_over(2, 1)'), 'HP404 not_found', 'nor for a shop that is not there');
select is(pg_temp.hand_over(1, 100, 'a-key-of-mine') ->> 'owed', (:owed - 100)::text, 'a part of it');
select is(pg_temp.hand_over(1, 100, 'a-key-of-mine') ->> 'owed', (:owed - 100)::text, 'once');
select is(pg_temp.account('tax', 1), 100::numeric - :owed, 'it is taken off');

-- Two ways, sealed or not --------------------------------------------------------------------------------------------------------

select pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1))) \g /dev/null
select pg_temp.tax(2000, 0, '2026-01-04'), pg_temp.tax(333, 5000, '2026-01-05') \g /dev/null
select pg_temp.at(2 * 86400000) \g /dev/null
create function pg_temp.days() returns void language plpgsql as $$
begin
    for v_day in 2 .. 4 loop
        perform pg_temp.at(v_day * 86400000::bigint);
        perform pg_temp.open_till('anna', 1, 900000), pg_temp.open_till('bert', 2, 900000), pg_temp.open_till('carl', 3, 900000);
        for v_i in 1 .. 4 loop
            perform scheduler.round_open();
            perform pg_temp.sell_some('anna'), pg_temp.sell_some('bert'), pg_temp.sell_some('carl'), pg_temp.pay_some();
            perform pg_temp.run_out((hippo.round_latest()).round_id);
        end loop;
        perform pg_temp.pay_some(), pg_temp.hand_over(1, 10 + v_day);
        perform pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1))),
                pg_temp.close_till('bert', json_build_object('1', pg_temp.cash(2))), pg_temp.close_till('carl', json_build_object('1', pg_temp.cash(3)));
    end loop;
end
$$;
select pg_temp.days() \g /dev/null
select ok((select count(*) > 5 from hippo.payment where withheld > 0), 'some random days withhold something');
select is(pg_temp.proof(), '', 'the proof agrees');
create function pg_temp.by_tickets() returns setof record language sql as $$
    select day, shop, count(*), sum(amount), sum(withheld) from report.payouts where withheld > 0 group by 1, 2
$$;
create function pg_temp.agrees() returns text language sql as $$
    with l as (
        select day, case when credit = 'tax' then credit_id else debit_id end::integer as shop,
               sum(amount) filter (where credit = 'tax') as withheld, sum(amount) filter (where debit = 'tax') as handed_over
        from report.ledger where 'tax' in (debit, credit) group by 1, 2
    ), p as (
        select day, shop, count(*) as tickets, sum(amount) as prizes, sum(withheld) as withheld, sum(amount - withheld) as net
        from report.payouts where withheld > 0 group by 1, 2
    )
    select string_agg(format('%s %s', coalesce(t.day, l.day), coalesce(t.shop, l.shop)), ', ')
    from report.taxes t full join l on l.day = t.day and l.shop = t.shop full join p on p.day = t.day and p.shop = t.shop
    where (t.tickets, t.prizes, t.withheld, t.net_prizes, t.handed_over)
            is distinct from (coalesce(p.tickets, 0), coalesce(p.prizes, 0), coalesce(l.withheld, 0), coalesce(p.net, 0), coalesce(l.handed_over, 0))
        or coalesce(p.withheld, 0) <> t.withheld
        or t.owed <> (select coalesce(sum(o.withheld), 0) - coalesce(sum(o.handed_over), 0) from l o where o.shop = t.shop and o.day <= t.day)
        or t.month::text <> left(t.day::text, 7) || '-01'
$$;
select is(pg_temp.agrees(), null, 'tickets and ledger say the same of each day and shop');
select jsonb_agg(t order by day, shop) as open from report.taxes t \gset
update hippo.house_clock set lived_at = 'infinity';
select pg_temp.at(6 * 86400000::bigint) \g /dev/null
create function pg_temp.seal_all() returns integer language plpgsql as $$
declare
    v_sealed integer := 0;
begin
    while scheduler.day_seal() ->> 'sealed' is not null loop
        v_sealed := v_sealed + 1;
    end loop;
    return v_sealed;
end
$$;
select ok(pg_temp.seal_all() >= 4, 'the days are sealed');
select is((select jsonb_agg(t order by day, shop) from report.taxes t), :'open'::jsonb, 'which changes no figure');
select is(pg_temp.agrees(), null, 'nor what tickets and ledger say');
select is(hippo.tax_owed(1)::numeric, -pg_temp.account('tax', 1), 'what is owed goes on from the seal');
select is_empty('select * from hippo.figure_lines(''2026-01-03'') except select * from hippo.seal_lines(''2026-01-03'')', 'the seal has it');

-- Whoever tampers is named -------------------------------------------------------------------------------------------------------

create function pg_temp.after(p_change text) returns text language plpgsql as $$
declare
    v_found text;
begin
    begin
        set local session_replication_role = replica;
        execute p_change;
        select string_agg(distinct invariant, '; ') into v_found from report.proof_full('2026-01-03', '2026-01-03');
        raise exception 'undone' using errcode = 'P0U00';
    exception when sqlstate 'P0U00' then
        return v_found;
    end;
end
$$;
select matches(pg_temp.after('update hippo.payment set withheld = withheld - 1 where ticket_id = ' || (select ticket_id from large)),
    'of a prize is withheld what the rate', 'a payment that withheld less');
select matches(pg_temp.after('update hippo.tax_rate set rate = 1400 where rate = 1500'), 'of a prize is withheld what the rate',
    'a rate that was changed afterwards');

select * from finish();
