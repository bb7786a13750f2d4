-- SPDX-License-Identifier: MIT
-- Three days of a small house that are the same on every machine: sales on all kinds of bets, voids, duplicates, a void round a
-- day, payments, movements of cash, a till that is short. Include it after money.sql.
--   pg_temp.settle_down(), then rates of commissions where they are wanted, then pg_temp.three_days()

create sequence pg_temp.throw;
-- The next of numbers that look random, from 0 to p_of - 1.
create function pg_temp.dice(p_of integer) returns integer language sql volatile as $$
    select (('x' || left(md5('dice ' || nextval('pg_temp.throw')), 7))::bit(28)::integer) % p_of
$$;

create function pg_temp.rate(p_kind text, p_shop integer, p_user text, p_rate integer, p_basis text, p_from text,
    p_by text default 'ada') returns json language sql volatile as $$
    select api.commission_set(pg_temp.token(p_by), pg_temp.key(), pg_temp.print(), p_kind, p_shop,
        (select user_id from hippo.app_user where username = p_user), p_rate, p_basis, p_from::date)
$$;

create function pg_temp.settle_down() returns void language plpgsql as $$
begin
    perform pg_temp.start(), pg_temp.people(), pg_temp.open_session(60);
    update hippo.sign_in set expires_at = 'infinity';
    perform pg_temp.set('market_' || market, 1) from unnest('{place,exacta,duel,odd_even}'::text[]) market;
    -- So that some payments are large ones.
    perform pg_temp.set('pay_supervisor_from', 20000), pg_temp.set('void_limit', 1000);
end
$$;

create function pg_temp.sell_some(p_user text) returns void language plpgsql as $$
declare
    v_labels text[];
    v_stakes bigint[];
    v_number text;
    v_seed bigint;
begin
    for i in 1 .. pg_temp.dice(4) loop
        v_seed := nextval('pg_temp.throw');
        select array_agg(label), array_agg((5 + pg_temp.dice(40)) * 500) into v_labels, v_stakes
        from (select label from hippo.price where market in ('win', 'place', 'exacta', 'duel', 'odd_even')
              order by md5(label || v_seed) limit 1 + pg_temp.dice(3)) picked;
        v_number := pg_temp.sell(p_user, v_labels, v_stakes) ->> 'number';
        if pg_temp.dice(5) = 0 then
            perform pg_temp.void(p_user, v_number);
        elsif pg_temp.dice(5) = 0 then
            perform api.ticket_copy(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), v_number);
        end if;
    end loop;
end
$$;
create function pg_temp.pay_some() returns void language plpgsql as $$
declare
    v_claim record;
begin
    for v_claim in select c.*, hippo.ticket_number(c.ticket_id) as number, k.till_id, k.shop_id, t.copies
                   from hippo.claim c join hippo.ticket t using (ticket_id)
                   join hippo.till_session using (till_session_id) join hippo.till k using (till_id) order by c.ticket_id loop
        continue when pg_temp.dice(10) < 3;
        perform pg_temp.pay(case when v_claim.shop_id = 1 then 'sam' else 'sid' end, v_claim.number, 'Jean', v_claim.till_id);
    end loop;
end
$$;
create function pg_temp.three_days() returns void language plpgsql as $$
declare
    v_round bigint;
begin
    for v_day in 0 .. 2 loop
        perform pg_temp.at(v_day * 86400000);
        perform pg_temp.open_till('anna', 1, 900000), pg_temp.open_till('bert', 2, 900000), pg_temp.open_till('carl', 3, 900000);
        for v_i in 1 .. 7 loop
            v_round := scheduler.round_open();
            perform pg_temp.sell_some('anna'), pg_temp.sell_some('bert'), pg_temp.sell_some('carl'), pg_temp.pay_some();
            if v_i = 4 then
                perform hippo.round_void_request(v_round, 'a test'), scheduler.round_void(v_round, pg_temp.secret(v_round));
                perform pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = v_round;
            else
                perform pg_temp.run_out(v_round);
            end if;
        end loop;
        perform pg_temp.move('anna', 'drop', 1000 * (1 + v_day)), pg_temp.move('carl', 'supply', 7000), pg_temp.move('bert', 'cash_in', 300);
        perform api.safe_move(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), null, 'to_bank', 5000 + v_day, 'B-1', null),
                api.safe_move(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 120, 'from_bank', 90000, null, 'change');
        perform pg_temp.close_till('anna', json_build_object('1', pg_temp.cash(1) - 100), 'one lost'),
                pg_temp.close_till('bert', json_build_object('1', pg_temp.cash(2))), pg_temp.close_till('carl', json_build_object('1', pg_temp.cash(3)));
    end loop;
end
$$;
