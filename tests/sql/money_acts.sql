-- SPDX-License-Identifier: MIT
-- Every act of people: who may, what it leaves in the journal, that it happens once, and wholly or not at all.
begin;
-- Functions tried by each of four roles, all tried by nobody, logout by four, acts that change something; the rest.
select plan(83 * 4 + 84 + 4 + 43 + 4);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

-- Who may ----------------------------------------------------------------------------------------------------------

create temp table right_of (roles text, functions text);
insert into right_of values
    ('cashier supervisor admin auditor',
        'logout me password_begin password_finish ticket_get ticket_list till_get till_list till_movements till_report till_sessions'),
    ('cashier supervisor', 'approval_finish display_create display_show message_read request_burn request_get scan_failed ticket_copy ticket_pay ticket_print ticket_quote ticket_sell ticket_slip ticket_void till_movement till_open till_papers till_papers_confirm'),
    ('cashier supervisor admin', 'display_list display_revoke till_close till_recount'),
    ('supervisor admin', 'safe_move till_reverse till_verify'),
    ('supervisor admin auditor', 'day_glance replica_standing replica_terms report report_from report_lines report_lines_from report_list'),
    ('admin auditor', 'audit_list card_get card_list card_schedule_get commission_list export_create export_file export_get export_list export_part game_get message_list proof setting_list shop_list tax_rate_list user_list'),
    ('admin', 'card_decide card_propose card_schedule_update clock_confirm commission_set game_pause game_resume logo_update message_create round_void session_abandon setting_update shop_create '
        'shop_pause shop_resume shop_update tax_pay tax_rate_set '
        'till_create till_update user_create user_password user_update');
create temp view door as
select p.oid, proname, format('select api.%I(%%L%s)', proname, repeat(', null', pronargs - 1)) as call
from pg_proc p where pronamespace = 'api'::regnamespace and proargnames[1] = 'p_token_hash';
select set_eq('select proname::text from door', 'select regexp_split_to_table(functions, '' '') from right_of',
    'the list names every function for people who are signed in');
create function pg_temp.verdict(p_user text, p_call text) returns text language sql as $$
    select case left(r, 5) when 'HP401' then 'stranger' when 'HP403' then 'no' else 'yes' end
        from pg_temp.refusal(format(p_call, pg_temp.token(p_user))) r
$$;
select is(pg_temp.verdict(username, call), case when u.role::text = any (string_to_array(roles, ' ')) then 'yes'
    else 'no' end, format('%s: %s', role, proname))
from right_of, regexp_split_to_table(functions, ' ') f join door d on d.proname = f, hippo.app_user u
where username in ('bert', 'sue', 'abe', 'olga') and proname <> 'logout' order by role, proname;
select is(pg_temp.verdict('nobody', call), 'stranger', 'nobody: ' || proname) from door order by proname;
select is(pg_temp.verdict(username, call), 'yes', 'every role signs out') from door, hippo.app_user
    where proname = 'logout' and username in ('bert', 'sue', 'abe', 'olga');
select pg_temp.sign_in(username) from hippo.app_user where username in ('bert', 'sue', 'abe', 'olga') \g /dev/null
-- A read never writes, whoever asks: its function cannot. An approval moves nothing, and one that is asked for twice is two.
select is_empty($$ select d.proname from door d join pg_proc p on p.oid = d.oid where provolatile = 'v' and
    proargnames[2] is distinct from 'p_key' and d.proname not in ('approval_finish', 'display_create', 'display_show', 'logout', 'scan_failed', 'ticket_quote', 'till_papers_confirm') $$,
    'whatever changes something takes an idempotency key, or only reads');

-- What is left of it: each act once, with its key, in one journal ------------------------------------------------

create temp table act (place integer generated always as identity, by_user text, call text, action text);
insert into act (by_user, call, action) values
    ('anna', 'api.ticket_sell(TKF, 10000001, null, ''{win 6}'', ''{2500}'')', 'sale'),
    ('anna', 'api.ticket_void(TKF, null, :sold, :code, ''a slip'')', 'void'),
    ('anna', 'api.till_movement(TKF, null, ''deposit'', 500, null, null)', 'deposit'),
    ('anna', 'api.till_movement(TKF, null, ''withdrawal'', 500, null, null)', 'withdrawal'),
    ('anna', 'api.till_movement(TKF, null, ''cash_in'', 500, null, null)', 'cash_in'),
    ('anna', 'api.till_movement(TKF, null, ''cash_out'', 500, null, ''a broom'')', 'cash_out'),
    ('anna', 'api.till_movement(TKF, null, ''supply'', 500, null, null)', 'supply'),
    ('anna', 'api.till_movement(TKF, null, ''drop'', 500, null, null)', 'drop'),
    ('sam', 'api.till_reverse(TKF, 1, (select max(seq) from hippo.journal where scope = 1 and action = ''drop''), 50, ''x'')', 'reversal'),
    ('anna', 'api.ticket_pay(TKF, null, :won, :won_code, null)', 'pay'),
    ('anna', 'api.ticket_copy(TKF, :won)', 'copy'),
    ('anna', 'api.till_close(TKF, null, ''{}'', ''gone'')', 'till_close'),
    ('anna', 'api.till_recount(TKF, 1, ''{"1": 1}'', ''found one'')', 'till_recount'),
    ('sam', 'api.till_verify(TKF, 1, ''gone'')', 'till_verify'),
    ('anna', 'api.till_open(TKF, 1, 0)', 'till_open'),
    ('ada', 'api.shop_create(TKF, 7, ''New'', null)', 'shop_create'),
    ('ada', 'api.shop_update(TKF, 7, ''Newer'', null, null)', 'shop_update'),
    ('ada', 'api.shop_pause(TKF, 7, ''x'')', 'shop_pause'),
    ('ada', 'api.shop_resume(TKF, 7, ''x'')', 'shop_resume'),
    ('ada', 'api.till_create(TKF, 7, 1, ''New'')', 'till_create'),
    ('ada', 'api.till_update(TKF, 1, ''Newer'', null)', 'till_update'),
    ('ada', 'api.user_create(TKF, ''newcomer'', null, ''auditor'', null, pg_temp.hash())', 'user_create'),
    ('ada', 'api.user_update(TKF, (select user_id from hippo.app_user where username = ''newcomer''), ''New'', null, '
        'null, null, null)', 'user_update'),
    ('ada', 'api.user_password(TKF, (select user_id from hippo.app_user where username = ''newcomer''), pg_temp.hash())', 'user_password'),
    ('ada', 'api.card_propose(TKF, ''new'', 900000, ''[{"number":1,"name":"A","color":"#000000","odds":180},'
        '{"number":2,"name":"B","color":"#000000","odds":180}]'', null)', 'card_propose'),
    ('abe', 'api.card_decide(TKF, (select card_template_id from hippo.card_template where name = ''new''), true, null)', 'card_approve'),
    ('ada', 'api.card_schedule_update(TKF, ''[{"cardId":1,"rounds":2}]'', null)', 'card_schedule'),
    ('ada', 'api.commission_set(TKF, ''agent'', 1, null, 500, ''sales'', ''2026-01-03'')', 'commission_set'),
    ('sam', 'api.safe_move(TKF, 1, ''to_bank'', 500, null, null)', 'safe_to_bank'),
    ('ada', 'api.tax_rate_set(TKF, 500, null, ''2026-01-03'')', 'tax_rate_set'),
    ('ada', 'api.tax_pay(TKF, 1, 5, null, null)', 'tax_paid'),
    ('abe', 'api.export_create(TKF, ''2026-01-02'', ''2026-01-02'')', 'export'),
    ('ada', 'api.message_create(TKF, null, null, ''x'', null)', 'message_create'),
    ('anna', 'api.message_read(TKF, (select max(message_id) from hippo.message))', 'message_read'),
    ('anna', 'api.display_revoke(TKF, (select max(display_id) from hippo.display))', 'display_revoke'),
    ('ada', 'api.setting_update(TKF, ''warn_days'', ''9'', null)', 'setting'),
    ('ada', 'api.logo_update(TKF, ''{"width": 8, "height": 8, "bits": "AAAAAAAAAAA="}'', null)', 'logo'),
    ('ada', 'api.game_pause(TKF, ''x'')', 'game_pause'),
    ('ada', 'api.game_resume(TKF, ''x'')', 'game_resume'),
    ('ada', 'api.clock_confirm(TKF, ''x'')', 'clock_confirm'),
    ('ada', 'api.round_void(TKF, 10000002, ''x'')', 'round_void_request'),
    ('ada', 'api.session_abandon(TKF, (select max(name) from hippo.session), ''x'')', 'session_abandon'),
    ('anna', 'api.password_finish(TKF, pg_temp.hash())', 'password');
-- The display, the tickets and the tax that the acts need.
insert into hippo.tax_rate (from_day, rate, above, set_by, set_at) values ('2026-01-01', 100, 0, 1, '2026-01-01');
select api.display_create(pg_temp.token('anna'), null, sha256('a display')) \g /dev/null
select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as won \gset
select set_config('test.won', :'won', false) \g /dev/null

-- A statement of an act, for one key.
create function pg_temp.statement(p_by text, p_call text, p_key text) returns text language sql as $$
    select format('select %s', replace(replace(replace(replace(replace(p_call, 'TKF',
        format('%L, %L, pg_temp.print(%L)', pg_temp.token(p_by), p_key, p_key)),
        ':won_code', quote_nullable(pg_temp.code(current_setting('test.won')))), ':won', quote_nullable(current_setting('test.won'))),
        ':sold', quote_nullable(current_setting('test.sold', true))), ':code',
            quote_nullable(pg_temp.code(current_setting('test.sold', true)))))
$$;
-- All that an act can change, as one number.
create function pg_temp.everything() returns text language sql as $$
    select md5(string_agg(t, '')) from (
        select x::text as t from hippo.ticket x union all select x::text from hippo.claim x union all select x::text from hippo.payment x
        union all select x::text from hippo.till_session x union all select x::text from hippo.till_book x
            union all select x::text from hippo.house_book x
        union all select x::text from hippo.money_limit x union all select x::text from hippo.shop_hours x
            union all select x::text from hippo.turnover x
        union all select x::text from hippo.app_user x union all select x::text from hippo.shop x
            union all select x::text from hippo.till x union all select x::text from hippo.setting x
        union all select x::text from hippo.card_template x union all select x::text from hippo.price x
            union all select x::text from hippo.card_schedule x union all select x::text from hippo.house x union all select x::text from hippo.round_void_vote x
            union all select x::text from hippo.session_abandon_vote x
        union all select x::text from hippo.round x union all select x::text from hippo.stream x
            union all select x::text from hippo.round_lent x union all select x::text from hippo.journal x
        union all select x::text from hippo.sign_in x order by 1) all_rows
$$;
-- A disk that is full at the very last step.
create function pg_temp.fail() returns trigger language plpgsql as $$ begin raise exception 'disk full' using errcode = '53100'; end $$;
create function pg_temp.attempt(p_by text, p_call text, p_action text, p_place integer) returns text language plpgsql as $$
declare
    v_key text := 'act-' || to_char(p_place, 'FM0000');
    v_before text;
    v_first text;
    v_after text;
    v_refusal text;
begin
    v_before := pg_temp.everything();
    execute format('create trigger fail before insert on hippo.journal for each row when (new.action = %L) execute '
        'function pg_temp.fail()', p_action);
    v_refusal := pg_temp.refusal(pg_temp.statement(p_by, p_call, v_key));
    drop trigger fail on hippo.journal;
    if v_refusal <> '53100 disk full' then
        return 'did not fail: ' || v_refusal;
    elsif pg_temp.everything() <> v_before then
        return 'failed, and left something behind';
    end if;
    execute pg_temp.statement(p_by, p_call, v_key) into v_first;
    if p_action = 'sale' then
        perform set_config('test.sold', v_first::json ->> 'number', false);
    end if;
    v_after := pg_temp.everything();
    if v_after = v_before then
        return 'had no effect';
    elsif (select count(*) from hippo.journal j join hippo.app_user u using (user_id)
        where j.key = v_key and u.username = p_by and j.action = p_action) <> 1 then
        return 'is not in the journal';
    end if;
    for i in 1 .. 2 loop
        execute pg_temp.statement(p_by, p_call, v_key) into v_refusal;
        if v_refusal is distinct from v_first then
            return 'was answered differently the second time';
        elsif pg_temp.everything() <> v_after then
            return 'was done twice';
        end if;
    end loop;
    if pg_temp.refusal(replace(pg_temp.statement(p_by, p_call, v_key), 'pg_temp.print(',
        'pg_temp.print(''x'' || ')) <> 'HP422 key_reused' then
        return 'let its key be used for something else';
    end if;
    return 'all or nothing, once, on record';
end
$$;
select is(pg_temp.attempt(by_user, call, action, place), 'all or nothing, once, on record',
    format('%s by %s', action, by_user)) from act where place <= 8 order by place;
select pg_temp.run_out(10000001), scheduler.round_open() \g /dev/null
select is(pg_temp.attempt(by_user, call, action, place), 'all or nothing, once, on record',
    format('%s by %s', action, by_user)) from act where place > 8 order by place;
-- A function that changes something and is not tried above would fail here.
select set_eq($$ select proname::text from door d join pg_proc p using (oid, proname) where proargnames[2] = 'p_key'
    and d.proname not in ('password_begin', 'request_burn', 'request_get') $$,
    $$ select distinct substring(call from 'api\.([a-z_]+)') from act $$, 'every function that changes something was tried');
select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
