-- SPDX-License-Identifier: MIT
-- A fortnight of a small operator in a house in which nothing has happened yet: three shops, eight tills, their people, and
-- rounds from nine to eight, each with sales, voids and payments; cash to and from safes and bank, tills that open and are
-- counted, days that are sealed. Everything goes through the house's own functions, at the time that its clock is set to, so
-- books, chains and proofs are what such days leave. Whoever runs it owns the database, and no daemon of the house runs.
-- psql variables: password, an Argon2id hash for all of its people; days, how many before today; rounds in each, one every six
-- minutes, 110 at most: whoever signs in is sent away after twelve hours.
\set ON_ERROR_STOP on
set client_min_messages = warning;
set jit = off;
set idle_session_timeout = 0;

do $$
begin
    if exists (select from hippo.round) or exists (select from hippo.shop) then
        raise exception 'this house has a history of its own: demonstration data is for a new one';
    end if;
end
$$;

create schema demo;
create table demo.secret (chain_index integer primary key, secret bytea not null);
create table demo.seller (
    username text primary key, name text not null, shop_id integer not null, till_id integer not null, rate numeric not null);
insert into demo.seller values
    ('marie', 'Marie Joseph', 1, 1, 1.6), ('jean', 'Jean Baptiste', 1, 2, 1.2), ('rose', 'Rose Pierre', 1, 3, 0.7),
    ('paul', 'Paul Charles', 2, 4, 1.1), ('nadia', 'Nadia Louis', 2, 5, 0.9), ('wilner', 'Wilner François', 2, 6, 0.4),
    ('guerda', 'Guerda Jean', 3, 7, 0.8), ('frantz', 'Frantz Michel', 3, 8, 0.5);

create function demo.token(p_username text) returns bytea language sql immutable as $$
    select sha256(convert_to('demo ' || p_username, 'UTF8'))
$$;
-- What the house keeps of a token is its hash, and that alone is handed over here.
create function demo.key(p_what text, variadic p_of text[]) returns text language sql immutable as $$
    select 'demo-' || p_what || '-' || array_to_string(p_of, '-')
$$;
-- A request's fingerprint.
create function demo.print() returns bytea language sql immutable as $$ select sha256('demo') $$;
-- Chance that is the same in every demonstration: 0 to 1.
create function demo.chance(variadic p_of text[]) returns numeric language sql immutable as $$
    select (('x' || substr(md5(array_to_string(p_of, '/')), 1, 8))::bit(32)::bigint)::numeric / 4294967296
$$;
create function demo.at(p_at timestamptz) returns void language sql as $$
    select set_config('hippo.clock', p_at::text, false);
    update hippo.house_clock set lived_at = p_at where lived_at < p_at;
$$;
-- Anew each day, for nobody stays signed in over night.
create function demo.sign_in(p_username text) returns void language plpgsql as $$
begin
    delete from hippo.sign_in where token_hash = demo.token(p_username);
    perform api.login_finish(user_id, username, '127.0.0.1', true, demo.token(username), 'demonstration')
    from hippo.app_user where username = p_username;
end
$$;

-- Secrets for so many rounds, one chain; none of it is left over for rounds that are real.
create function demo.session(p_rounds integer) returns void language plpgsql as $$
declare
    v_secret bytea := hippo.gen_random_bytes(32);
begin
    truncate demo.secret;
    for i in reverse p_rounds .. 0 loop
        insert into demo.secret values (i, v_secret);
        v_secret := hippo.hr1_chain_step(v_secret);
    end loop;
    -- No scheduler will look for a secret of a chain that is used up: there is none to be kept.
    perform scheduler.session_open(p_rounds, (select encode(secret, 'hex') from demo.secret where chain_index = 0),
                                   repeat('00', 72), 'f1');
end
$$;

-- The people, shops and tills of the first morning.
create function demo.furnish(p_password text, p_today date) returns void language plpgsql as $$
declare
    v_admin bytea := demo.token('admin');
    v_shop record;
    v_seller demo.seller;
    v_number integer;
begin
    perform api.admin_bootstrap(p_password), demo.sign_in('admin');
    for v_shop in values (1, 'Delmas 33', '{"Delmas 33, près du marché","Tél. 3700-0001"}'::text[]),
                         (2, 'Carrefour', '{"Route de Carrefour","Tél. 3700-0002"}'),
                         (3, 'Jacmel', '{"Rue du Commerce, Jacmel"}') loop
        perform api.shop_create(v_admin, demo.key('shop', v_shop.column1::text), demo.print(), v_shop.column1, v_shop.column2,
                                v_shop.column3);
    end loop;
    for v_seller in select * from demo.seller order by till_id loop
        v_number := 1 + (select count(*) from hippo.till where shop_id = v_seller.shop_id);
        perform api.till_create(v_admin, demo.key('till', v_seller.till_id::text), demo.print(), v_seller.shop_id, v_number,
                                'Caisse ' || v_number),
                api.user_create(v_admin, demo.key('user', v_seller.username), demo.print(), v_seller.username, v_seller.name,
                                'cashier', v_seller.shop_id, p_password);
    end loop;
    perform api.user_create(v_admin, demo.key('user', u), demo.print(), u, n, r, s, p_password)
    from (values ('sylvie', 'Sylvie Laurent', 'supervisor', 1), ('robert', 'Robert Dumas', 'supervisor', 2),
                 ('carline', 'Carline Noël', 'supervisor', 3), ('olga', 'Olga Sansaricq', 'auditor', null)) p (u, n, r, s);
    perform api.commission_set(v_admin, demo.key('rate', k), demo.print(), k, null, null, rate, basis, p_today + 1)
    from (values ('agent', 800, 'sales'), ('supervisor', 200, 'net')) r (k, rate, basis);
    perform api.safe_move(v_admin, demo.key('bank', s::text), demo.print(), s, 'from_bank', 50000000, 'BR-' || s, 'fonds')
    from generate_series(1, 3) s;
end
$$;

-- How many tickets a till sells in a round: more at noon and in the evening, more on Saturday.
create function demo.tickets(p_seller demo.seller, p_at timestamp) returns integer language sql immutable as $$
    select floor(p_seller.rate * case when extract(hour from p_at) in (12, 13, 17, 18, 19) then 2.4 else 1.2 end
                 * case extract(isodow from p_at) when 6 then 1.5 when 7 then 0.6 else 1 end
                 + demo.chance(p_seller.username, p_at::text))::integer
$$;

create procedure demo.sell(p_round hippo.round, p_at timestamp) language plpgsql as $$
declare
    v_card bigint := p_round.card_template_id;
    v_labels text[] := (select array_agg(label order by price_id) from hippo.price
                        where card_template_id = v_card and market = any(hippo.markets_on(v_card)));
    v_wins text[] := (select array_agg(label order by odds) from hippo.price
                      where card_template_id = v_card and market = 'win');
    v_seller demo.seller;
    v_count integer;
    v_ticket json;
    v_at timestamptz;
    v_name text;
    v_selections text[];
    v_stakes bigint[];
begin
    for v_seller in select * from demo.seller order by till_id loop
        v_count := demo.tickets(v_seller, p_at);
        for n in 1 .. v_count loop
            v_at := p_round.opened_at + (p_round.locks_at - p_round.opened_at) * n / (v_count + 1);
            perform set_config('hippo.clock', v_at::text, false);
            v_name := concat_ws('.', v_seller.username, p_round.round_id, n);
            select array_agg(label), array_agg(stake) into v_selections, v_stakes
            from (select distinct on (label) label, stake
                  from (select case when demo.chance(v_name, l, 'market') < 0.7
                                    then v_wins[1 + floor(power(who, 1.6) * cardinality(v_wins))::integer]
                                    else v_labels[1 + floor(who * cardinality(v_labels))::integer] end as label,
                               2500 * (1 + floor(power(demo.chance(v_name, l, 'stake'), 3) * 20))::bigint as stake
                        from generate_series(1, 1 + floor(demo.chance(v_name, 'lines') * 2.5)::integer) i,
                        lateral (select i::text) n (l), lateral demo.chance(v_name, l, 'who') w (who)) wanted
                  order by label) lines;
            v_ticket := api.ticket_sell(demo.token(v_seller.username), demo.key('sale', v_name), demo.print(),
                                        p_round.round_id, null, v_selections, v_stakes);
            if demo.chance(v_name, 'void') < 0.008 then
                perform api.ticket_void(demo.token(v_seller.username), demo.key('void', v_name), demo.print(), null,
                                        v_ticket ->> 'number', v_ticket ->> 'code', 'le client a changé d''avis');
            end if;
        end loop;
    end loop;
end
$$;

-- A round from its lock to the moment before its settlement, each move when it is due.
create procedure demo.run(p_round hippo.round) language plpgsql as $$
declare
    v_secret text := (select encode(secret, 'hex') from demo.secret where chain_index = p_round.chain_index);
    v_order integer[];
begin
    perform set_config('hippo.clock', p_round.locks_at::text, false), scheduler.round_lock(p_round.round_id);
    perform set_config('hippo.clock', p_round.race_starts_at::text, false),
            scheduler.round_race(p_round.round_id, 1000000, 1750);
    select (hippo.hr1_draw(
        hippo.hr1_outcome_seed(decode(v_secret, 'hex'), p_round.round_id, p_round.card_hash, decode(repeat('00', 32), 'hex')),
        array_agg(number order by number), array_agg(weight order by number))).runner_order into v_order
    from hippo.round_runner where round_id = p_round.round_id;
    perform set_config('hippo.clock', p_round.race_ends_at::text, false),
            scheduler.round_finish(p_round.round_id, v_secret, v_order, 1, (
                select json_agg(track) from (
                    select json_agg(round(1000000.0 * i / 300 / arrival)::integer order by i) as track
                    from hippo.round_runner, generate_series(1, 300) i,
                    lateral (select 0.9 + 0.1 * (array_position(v_order, number) - 1) / cardinality(v_order)) a (arrival)
                    where round_id = p_round.round_id group by number order by number) tracks));
    perform scheduler.round_settle(p_round.round_id);
end
$$;

-- Most winners come back within minutes to where they bought, some never.
create procedure demo.pay(p_round_id bigint) language plpgsql as $$
declare
    v_ticket record;
begin
    for v_ticket in
        select s.username, b.till_session_id, t.prize, hippo.ticket_number(t.ticket_id) as number,
               hippo.ticket_code(t.ticket_id, b.secret) as code
        from hippo.ticket t join hippo.till_book b using (till_session_id) join demo.seller s using (till_id)
        where t.round_id = p_round_id and t.state = 'won' and demo.chance(t.ticket_id::text, 'comes') < 0.96
    loop
        -- What the drawer lacks comes out of the shop's safe first.
        if v_ticket.prize > hippo.till_cash(v_ticket.till_session_id) then
            perform api.till_movement(demo.token(v_ticket.username), demo.key('supply', v_ticket.number), demo.print(), null,
                                      'supply', (v_ticket.prize / 500000 + 1) * 500000, null, 'pour payer un gain');
        end if;
        begin
            perform api.ticket_pay(demo.token(v_ticket.username), demo.key('pay', v_ticket.number), demo.print(), null,
                                   v_ticket.number, v_ticket.code, 'client de passage');
        exception when sqlstate 'HP403' then
            null; -- a prize that a supervisor has to pay waits for her
        end;
    end loop;
end
$$;

create procedure demo.open_tills(p_day date) language plpgsql as $$
begin
    perform demo.sign_in(username) from demo.seller;
    perform api.till_open(demo.token(username), demo.key('open', username, p_day::text), demo.print(), till_id, 1000000)
    from demo.seller order by till_id;
end
$$;

-- The evening: all is counted; now and then a note is missing, which a supervisor accepts.
create procedure demo.close_tills(p_day date) language plpgsql as $$
declare
    v_seller demo.seller;
    v_cash bigint;
    v_z json;
    v_boss text;
begin
    for v_seller in select * from demo.seller order by till_id loop
        v_cash := hippo.till_cash((select till_session_id from hippo.till_book where till_id = v_seller.till_id));
        if demo.chance(v_seller.username, p_day::text, 'short') < 0.08 then
            v_cash := greatest(v_cash - 25000, 0);
        end if;
        v_z := api.till_close(
            demo.token(v_seller.username), demo.key('close', v_seller.username, p_day::text), demo.print(), null,
            json_build_object('100000', v_cash / 100000, '2500', v_cash % 100000 / 2500, '1', v_cash % 2500), null);
        if v_z ->> 'state' = 'counted' then
            v_boss := (array['sylvie', 'robert', 'carline'])[v_seller.shop_id];
            perform demo.sign_in(v_boss);
            perform api.till_verify(demo.token(v_boss), demo.key('verify', v_seller.username, p_day::text), demo.print(),
                                    (v_z ->> 'sessionId')::bigint, 'billet manquant, vu ensemble');
        end if;
    end loop;
    perform demo.sign_in('admin');
    perform api.safe_move(demo.token('admin'), demo.key('deposit', shop_id::text, p_day::text), demo.print(), shop_id,
        'to_bank', 1500000, 'BV-' || shop_id, null)
    from hippo.shop where demo.chance(shop_id::text, p_day::text, 'bank') < 0.3;
end
$$;

create procedure demo.fortnight(p_password text, p_days integer, p_rounds integer) language plpgsql as $$
declare
    v_zone text := (select value from hippo.setting where name = 'time_zone');
    v_now timestamptz := clock_timestamp();
    v_today date := (v_now at time zone v_zone)::date;
    v_every constant interval := '6 minutes';
    v_at timestamp;
    v_rounds integer;
    v_round_id bigint;
    v_round hippo.round;
begin
    perform demo.at((v_today - p_days + time '08:00') at time zone v_zone);
    perform scheduler.settings_init(60000, 10000, 30000, 20000), scheduler.lead_take(),
            scheduler.house_confirm(scheduler.house_confirm(null) -> 'record');
    perform demo.furnish(p_password, v_today - p_days);
    for v_day in 0 .. p_days loop
        v_at := v_today - p_days + v_day + time '09:00';
        v_rounds := least(p_rounds, extract(epoch from v_now - interval '10 minutes' - v_at at time zone v_zone)
                                    / extract(epoch from v_every));
        exit when v_rounds < 1;
        perform demo.at((v_at - interval '15 minutes') at time zone v_zone);
        call demo.open_tills(v_at::date);
        perform demo.session(v_rounds);
        for v_index in 1 .. v_rounds loop
            perform demo.at(v_at at time zone v_zone);
            v_round_id := scheduler.round_open();
            select * into v_round from hippo.round where round_id = v_round_id;
            call demo.sell(v_round, v_at);
            call demo.run(v_round);
            call demo.pay(v_round.round_id);
            v_at := v_at + v_every;
        end loop;
        perform demo.at(least((v_at + interval '20 minutes') at time zone v_zone, v_now - interval '1 minute'));
        call demo.close_tills(v_at::date);
        commit;
        if v_day < p_days then
            perform demo.at((v_at::date + 1 + time '00:30') at time zone v_zone), scheduler.day_seal(), scheduler.pulse();
            commit;
        end if;
    end loop;
end
$$;
select set_config('hippo.clock', '', false) \g /dev/null
call demo.fortnight(:'password', :days, :rounds);
select set_config('hippo.clock', '', false) \g /dev/null
delete from hippo.sign_in;
drop schema demo cascade;
select format('%s rounds, %s tickets, %s days sealed', (select count(*) from hippo.round),
              (select count(*) from hippo.ticket), (select count(*) from hippo.seal));
