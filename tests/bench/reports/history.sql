-- SPDX-License-Identifier: MIT
-- Days of a house, quickly: after ../sales/setup.sql and ../sales/rounds.sql, bench.history() goes on with as many days as it is
-- told: rounds full of tickets, payments, tills that close at night, each day sealed. Everything but the sales goes through the
-- house's own functions, and the sales leave what they would have left: chains, seals and proofs hold. Nothing in it is random
-- but the codes.
\set ON_ERROR_STOP on
set client_min_messages = warning;

-- The house's clock, by which it lives at once.
create function bench.clock(p_at timestamptz) returns void language sql as $$
    select set_config('hippo.clock', p_at::text, false);
    update hippo.house_clock set lived_at = p_at;
$$;

-- Another session when the secrets of one are used up.
create procedure bench.secrets() language plpgsql as $$
declare
    v_secret bytea := sha256(convert_to('bench ' || (select count(*) from hippo.session), 'UTF8'));
    v_last hippo.round := hippo.round_latest();
begin
    if v_last.chain_index < (select rounds from hippo.session where session_id = v_last.session_id) then
        return;
    end if;
    truncate bench.secret;
    for i in reverse 1000 .. 0 loop
        insert into bench.secret values (i, v_secret);
        v_secret := hippo.hr1_chain_step(v_secret);
    end loop;
    perform scheduler.session_open(1000, (select encode(secret, 'hex') from bench.secret where chain_index = 0), '5e', 'f1');
end
$$;

-- Each cashier counts exactly what is there, and takes the till again in the morning; p_day tells the keys apart.
create procedure bench.close_tills(p_day integer) language plpgsql as $$
declare
    v_till record;
    v_token bytea;
begin
    for v_till in select till_id, hippo.till_cash(till_session_id) as cash from hippo.till_book where user_id is not null order by till_id loop
        v_token := sha256(convert_to(format('night %s %s', p_day, v_till.till_id), 'UTF8'));
        perform api.login_finish(v_till.till_id + 1, 'cashier' || v_till.till_id, 'bench', true, v_token, null);
        perform api.till_close(v_token, format('close-%s-%s', p_day, v_till.till_id), sha256('c'), null,
                               json_build_object('100000', v_till.cash / 100000, '1', v_till.cash % 100000), null),
                api.till_open(v_token, format('open-%s-%s', p_day, v_till.till_id), sha256('o'), v_till.till_id, 2000000);
    end loop;
end
$$;

-- p_days days of p_rounds rounds; p_tickets a round at each of p_tills tills, every tenth winner of them paid.
create procedure bench.history(p_days integer, p_rounds integer, p_tickets integer, p_tills integer) language plpgsql as $$
declare
    v_day date := (hippo.clock() at time zone 'America/Port-au-Prince')::date;
    v_round bigint;
begin
    for d in 1 .. p_days loop
        for r in 1 .. p_rounds loop
            perform bench.clock((v_day + d - 1 + time '08:00' + (r - 1) * interval '14 hours' / p_rounds)
                                at time zone 'America/Port-au-Prince');
            if (hippo.round_latest()).phase in ('settled', 'void') then
                call bench.secrets();
                perform scheduler.round_open();
            end if;
            v_round := (hippo.round_latest()).round_id;
            call bench.load(v_round, p_tickets, 51 - p_tills, 1);
            call bench.run_out(v_round);
            perform scheduler.round_settle(v_round);
            call bench.pay(v_round, 50);
            delete from hippo.sign_in;
        end loop;
        call bench.close_tills(v_day - date '2020-01-01' + d);
        perform bench.clock((v_day + d + time '00:05') at time zone 'America/Port-au-Prince'), scheduler.day_seal(),
                scheduler.pulse();
    end loop;
end
$$;
