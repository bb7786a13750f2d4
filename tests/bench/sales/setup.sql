-- SPDX-License-Identifier: MIT
-- A house for the benchmark: 4 shops with 4 open tills each, all markets on sale, one round that takes bets for an hour,
-- and beside it the tables of a house without any rule. Cashier n has the token `token n`.
\set ON_ERROR_STOP on
set client_min_messages = warning;

select scheduler.settings_init(3600000, 1000, 1000, 100), scheduler.lead_take() \g /dev/null
select scheduler.session_open(100, encode(hippo.hr1_chain_step(hippo.hr1_chain_step(sha256('bench'))), 'hex'), '5e', 'f1') \g /dev/null
select api.admin_bootstrap('$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ') \g /dev/null
select api.login_finish(1, 'admin', 'bench', true, sha256('token admin'), null) \g /dev/null

create procedure pg_temp.furnish() language plpgsql as $$
declare
    v_admin bytea := sha256('token admin');
    v_cashier bytea;
begin
    update hippo.setting set value = maximum where name like '%exposure_max' or name = 'ticket_prize_max';
    update hippo.setting set value = '1' where name like 'market_%';
    for i in 1 .. 16 loop
        if i % 4 = 1 then
            perform api.shop_create(v_admin, 'bench-shop-' || i, sha256('s'), i / 4 + 1, 'Shop ' || i / 4 + 1, null);
        end if;
        perform api.user_create(v_admin, 'bench-user-' || i, sha256('u'), 'cashier' || i, 'Cashier ' || i, 'cashier', (i - 1) / 4 + 1,
            '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ');
        perform api.till_create(v_admin, 'bench-till-' || i, sha256('t'), (i - 1) / 4 + 1, (i - 1) % 4 + 1, 'Till ' || i);
        v_cashier := sha256(convert_to('token ' || i, 'UTF8'));
        perform api.login_finish(i + 1, 'cashier' || i, 'bench', true, v_cashier, null),
                api.till_open(v_cashier, 'bench-open-' || i, sha256('o'), i, 100000);
    end loop;
end
$$;
call pg_temp.furnish();
select scheduler.round_open() \g /dev/null

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
