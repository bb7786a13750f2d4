-- SPDX-License-Identifier: MIT
-- A small house with people: two shops, three tills, staff of every role. Include it after house.sql, inside the test's
-- transaction. Everybody is signed in; the token of `anna` is pg_temp.token('anna').
--   shop 1: till 1 (anna), till 2 (bert), supervisor sam, supervisor sue · shop 2: till 3 (carl), supervisor sid
--   admins ada and abe, auditor olga

create function pg_temp.token(p_user text) returns bytea language sql immutable as $$
    select sha256(convert_to('token ' || p_user, 'UTF8'))
$$;
create function pg_temp.hash() returns text language sql immutable as $$
    select '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'
$$;
create function pg_temp.sign_in(p_user text) returns json language sql as $$
    select api.login_finish(user_id, username, '10.0.0.1', true, pg_temp.token(p_user), 'test')
    from hippo.app_user where username = p_user
$$;

-- Keys: each call its own, unless a test names one.
create sequence pg_temp.key;
create function pg_temp.key() returns text language sql volatile as $$ select 'key-' || to_char(nextval('pg_temp.key'), 'FM00000000') $$;
create function pg_temp.print(p_text text default 'request') returns bytea language sql immutable as $$
    select sha256(convert_to(p_text, 'UTF8'))
$$;

-- The calls, short. They give json, or raise.
create function pg_temp.open_till(p_user text, p_till bigint, p_float bigint default 100000) returns json language sql volatile as $$
    select api.till_open(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_till, p_float)
$$;
create function pg_temp.sell(p_user text, p_selections text[], p_stakes bigint[], p_round bigint default null, p_key text default null)
returns json language sql volatile as $$
    select api.ticket_sell(pg_temp.token(p_user), coalesce(p_key, pg_temp.key()), pg_temp.print(),
        coalesce(p_round, (select max(round_id) from hippo.round)), null, p_selections, p_stakes)
$$;
create function pg_temp.code(p_number text) returns text language sql stable as $$
    select hippo.ticket_code(t.ticket_id, hippo.ticket_secret(t.ticket_id, b.till_id, b.secret))
    from hippo.ticket t join hippo.till_session s using (till_session_id) join hippo.till_book b on b.till_id = s.till_id
    where t.ticket_id = hippo.ticket_id(p_number)
$$;
create function pg_temp.void(p_user text, p_number text, p_till bigint default null) returns json language sql volatile as $$
    select api.ticket_void(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_till, p_number, pg_temp.code(p_number), 'a slip')
$$;
create function pg_temp.pay(p_user text, p_number text, p_note text default null,
    p_till bigint default null) returns json language sql volatile as $$
    select api.ticket_pay(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_till, p_number, pg_temp.code(p_number), p_note)
$$;
create function pg_temp.move(p_user text, p_kind text, p_amount bigint,
    p_till bigint default null) returns json language sql volatile as $$
    select api.till_movement(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_till, p_kind, p_amount, 'R-1', 'a test')
$$;
create function pg_temp.close_till(p_user text, p_counts json, p_reason text default null,
    p_till bigint default null) returns json language sql volatile as $$
    select api.till_close(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_till, p_counts, p_reason)
$$;
create function pg_temp.set(p_name text, p_value bigint) returns json language sql volatile as $$
    select api.setting_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), p_name, p_value::text, 'a test')
$$;
create function pg_temp.cash(p_till bigint) returns bigint language sql stable as $$
    select hippo.till_cash(till_session_id) from hippo.till_session where till_id = p_till order by till_session_id desc limit 1
$$;
-- The state of a ticket.
create function pg_temp.state(p_number text) returns text language sql stable as $$
    select state::text from hippo.ticket where ticket_id = hippo.ticket_id(p_number)
$$;
-- What a call is refused with: SQLSTATE and code, and the facts that are asked for.
create function pg_temp.refusal(p_statement text, variadic p_facts text[] default '{}') returns text language plpgsql as $$
declare
    v_detail text;
begin
    execute p_statement;
    return 'done';
exception when others then
    get stacked diagnostics v_detail = pg_exception_detail;
    if v_detail !~ '^\{' then
        return sqlstate || ' ' || sqlerrm;
    end if;
    return concat_ws(' ', sqlstate, v_detail::json ->> 'code',
        (select string_agg(f || '=' || (v_detail::json ->> f), ' ' order by place) from unnest(p_facts) with ordinality as t (f, place)));
end
$$;
-- What the books say is wrong; '' when all is well.
create function pg_temp.proof() returns text language sql as $$
    select coalesce(string_agg(invariant || ': ' || subject || ' (' || coalesce(detail, '') || ')', E'\n'), '') from report.proof()
$$;

-- A user who has been there for ever, with a password of its own: it counts where something takes two persons.
create function pg_temp.settle_in(p_user text) returns void language sql as $$
    update hippo.app_user set rights_at = '-infinity', rights_by = null, own_password_at = '-infinity' where username = p_user
$$;

create function pg_temp.people() returns void language plpgsql as $$
declare
    v_admin bytea := pg_temp.token('ada');
    v_user text[];
begin
    -- Numbers that a rolled-back test has used up come again.
    alter table hippo.till alter till_id restart;
    alter table hippo.app_user alter user_id restart;
    alter table hippo.till_session alter till_session_id restart;
    perform api.admin_bootstrap(pg_temp.hash());
    update hippo.app_user set username = 'ada', display_name = 'Ada';
    perform pg_temp.sign_in('ada');
    perform api.shop_create(v_admin, pg_temp.key(), pg_temp.print(), 1, 'Delmas', '{Hippodrome Delmas,"Route de Delmas 33"}'),
            api.shop_create(v_admin, pg_temp.key(), pg_temp.print(), 120, 'Jacmel', null);
    perform api.till_create(v_admin, pg_temp.key(), pg_temp.print(), 1, 1, 'Caisse 1'),
            api.till_create(v_admin, pg_temp.key(), pg_temp.print(), 1, 2, 'Caisse 2'),
            api.till_create(v_admin, pg_temp.key(), pg_temp.print(), 120, 1, 'Caisse 1');
    foreach v_user slice 1 in array array[
        ['anna', 'cashier', '1'], ['bert', 'cashier', '1'], ['carl', 'cashier', '120'], ['sam', 'supervisor', '1'],
        ['sue', 'supervisor', '1'], ['sid', 'supervisor', '120'], ['abe', 'admin', null], ['olga', 'auditor', null]] loop
        perform api.user_create(v_admin, pg_temp.key(), pg_temp.print(), v_user[1], initcap(v_user[1]), v_user[2],
                                v_user[3]::bigint, pg_temp.hash());
        perform pg_temp.sign_in(v_user[1]);
    end loop;
    perform pg_temp.settle_in(username) from hippo.app_user;
end
$$;

-- All of it: the house at 12:00, its people, a session, tills 1 to 3 open with 1 000.00, the first round open.
create function pg_temp.furnish() returns bigint language plpgsql as $$
begin
    perform pg_temp.start(), pg_temp.people(), pg_temp.open_session(60);
    perform pg_temp.open_till('anna', 1), pg_temp.open_till('bert', 2), pg_temp.open_till('carl', 3);
    return scheduler.round_open();
end
$$;
-- From betting to the settlement, each move when it is due.
create function pg_temp.run_out(p_round bigint) returns void language plpgsql as $$
declare
    v_opened bigint := (select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round where round_id = p_round);
begin
    perform pg_temp.at(v_opened + 4000), scheduler.round_lock(p_round);
    perform pg_temp.at(v_opened + 5000), scheduler.round_race(p_round, 1000000, 1750);
    perform pg_temp.at(v_opened + 8000), scheduler.round_finish(p_round, pg_temp.secret(p_round), pg_temp.drawn(p_round), 1,
        (select json_agg(track) from (select json_agg(i) as track from hippo.round_runner, generate_series(1, 30) i
                                      where round_id = p_round group by number) tracks));
    perform scheduler.round_settle(p_round), pg_temp.at(v_opened + 9000);
end
$$;

-- The house's clock, by the time that people there read.
create function pg_temp.local(p_time timestamp) returns void language sql as $$
    select set_config('hippo.clock', (p_time at time zone 'America/Port-au-Prince')::text, false)
$$;
-- Everybody anew, as in the morning: nobody stays signed in for days.
create function pg_temp.sign_all_in() returns void language sql as $$
    delete from hippo.sign_in;
    select pg_temp.sign_in(username) from hippo.app_user;
$$;
