-- SPDX-License-Identifier: MIT
-- A house for the benchmark: 5 shops of 10 open tills, all markets on sale, the first round takes bets for an hour; beside
-- it the tables of a house without any rule. The token of cashier n is SHA-256('token n').
\set ON_ERROR_STOP on
set client_min_messages = warning;

create schema bench;
create table bench.secret (chain_index integer primary key, secret bytea);
create function bench.token(p_cashier integer) returns bytea language sql immutable as $$
    select sha256(convert_to('token ' || p_cashier, 'UTF8'))
$$;
-- What the house keeps of it.
create function bench.token_hash(p_cashier integer) returns bytea language sql immutable as $$
    select sha256(bench.token(p_cashier))
$$;

-- Another session of the cashier, whose hash pgbench can write without hashing: the api hands over 32 bytes that it has.
create function bench.plain_hash(p_cashier integer) returns bytea language sql immutable as $$
    select int4send(p_cashier) || decode(repeat('00', 28), 'hex')
$$;

create procedure bench.furnish() language plpgsql as $$
declare
    v_hash constant text := '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ';
    v_admin bytea := sha256('admin');
    v_secret bytea := sha256('bench');
begin
    perform scheduler.settings_init(3600000, 1000, 1000, 100), scheduler.lead_take(),
            scheduler.house_confirm(scheduler.house_confirm(null) -> 'record');
    for i in reverse 100 .. 0 loop
        insert into bench.secret values (i, v_secret);
        v_secret := hippo.hr1_chain_step(v_secret);
    end loop;
    perform scheduler.session_open(100, (select encode(secret, 'hex') from bench.secret where chain_index = 0), '5e', 'f1');
    perform api.admin_bootstrap(v_hash), api.login_finish(1, 'admin', 'bench', true, v_admin, null);
    -- No cap is in the way: the benchmark sells in a minute what a house sells in a month.
    update hippo.setting set value = maximum where name like '%exposure_max' or name = 'ticket_prize_max';
    update hippo.setting set value = '1' where name like 'market_%';
    for i in 1 .. 50 loop
        if i % 10 = 1 then
            perform api.shop_create(v_admin, 'bench-shop-' || i, sha256('s'), i / 10 + 1, 'Shop ' || i / 10 + 1, null);
        end if;
        perform api.user_create(v_admin, 'bench-user-' || i, sha256('u'), 'cashier' || i, 'Cashier ' || i, 'cashier',
                                (i - 1) / 10 + 1, v_hash);
        perform api.till_create(v_admin, 'bench-till-' || i, sha256('t'), (i - 1) / 10 + 1, (i - 1) % 10 + 1, 'Till ' || i);
        perform api.login_finish(i + 1, 'cashier' || i, 'bench', true, bench.token_hash(i), null),
                api.login_finish(i + 1, 'cashier' || i, 'bench', true, bench.plain_hash(i), null),
                api.till_open(bench.token_hash(i), 'bench-open-' || i, sha256('o'), i, 100000);
    end loop;
    perform scheduler.round_open();
end
$$;
call bench.furnish();

-- The plain house: the same facts, a row each, with primary keys and nothing else.
create schema plain;
create table plain.ticket (
    ticket_id bigint generated always as identity primary key, round_id bigint, till_id integer, user_id integer,
    sold_at timestamptz default now(), state text default 'sold', stake bigint, code text);
create table plain.line (
    ticket_id bigint, line integer, market text, selection text, odds integer, stake bigint, prize bigint,
    primary key (ticket_id, line));
create table plain.ledger (
    ledger_id bigint generated always as identity primary key, ticket_id bigint, account text, account_id bigint, amount bigint,
    at timestamptz default now());
create function plain.sell(p_till integer) returns bigint language plpgsql as $$
declare
    v_id bigint;
begin
    insert into plain.ticket (round_id, till_id, user_id, stake, code) values (10000001, p_till, p_till, 5500, 'ABCDEFGH')
    returning ticket_id into v_id;
    insert into plain.line values (v_id, 1, 'win', '6', 550, 2500, 13750), (v_id, 2, 'win', '54', 450, 3000, 13500);
    insert into plain.ledger (ticket_id, account, account_id, amount)
    values (v_id, 'till_cash', p_till, 5500), (v_id, 'open_bets', 10000001, -5500);
    return v_id;
end
$$;
