-- SPDX-License-Identifier: MIT
-- Nobody cashes a prize with a duplicate that it printed itself: codes are told to who sold the ticket, before the race; later ones are
-- a supervisor's to print, and another person's to pay.
begin;
select plan(51);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.copy(p_user text, p_number text, p_key text default null) returns json language sql volatile as $$
    select api.ticket_copy(pg_temp.token(p_user), coalesce(p_key, pg_temp.key()), pg_temp.print(), p_number)
$$;
create function pg_temp.copied(p_user text, p_number text) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.copy(%L, %L)', p_user, p_number))
$$;
create function pg_temp.original(p_user text, p_number text) returns text language plpgsql as $$
declare
    v_paper json;
begin
    v_paper := api.ticket_print(pg_temp.token(p_user), p_number);
    return v_paper ->> 'code';
exception when others then
    return pg_temp.refusal(format('select api.ticket_print(%L, %L)', pg_temp.token(p_user), p_number));
end
$$;
create function pg_temp.paid(p_user text, p_number text, p_till bigint default null) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.pay(%L, %L, ''a passport'', %s)', p_user, p_number, coalesce(p_till::text, 'null')))
$$;
create function pg_temp.voided(p_user text, p_number text, p_till bigint default null) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.void(%L, %L, %s)', p_user, p_number, coalesce(p_till::text, 'null')))
$$;
-- A ticket on every runner: one of its lines wins.
create function pg_temp.sure(p_user text, p_stake bigint default 2500) returns text language sql volatile as $$
    select pg_temp.sell(p_user, '{win 6,win 7,win 8,win 9,win 10,win 54}', array_fill(p_stake, '{6}')) ->> 'number'
$$;

-- The original ----------------------------------------------------------------------------------------------------------

select pg_temp.sure('anna') as one, pg_temp.sure('anna') as two, pg_temp.sure('anna') as three, pg_temp.sure('anna') as four,
    pg_temp.sure('bert') as five \gset
select is(pg_temp.original('anna', :'one'), pg_temp.code(:'one'), 'who sold it prints the original');
select is(pg_temp.original('anna', :'one'), pg_temp.code(:'one'), 'again, if the paper got stuck: it has seen the code');
select is(pg_temp.original(who, :'one'), want, what)
from (values ('bert', 'HP404 not_found', 'not the next till'), ('carl', 'HP404 not_found', 'nor another shop'), ('sam', 'HP409 no_original', 'nor a supervisor'),
    ('olga', 'HP403 forbidden', 'nor an auditor'), ('ada', 'HP403 forbidden', 'nor an admin')) as u (who, want, what);
select is(pg_temp.copied('anna', :'two'), 'done', 'who sold it has a duplicate, before the race');
select is(pg_temp.original('anna', :'two'), 'HP409 no_original', 'then there is no original any more');
-- Somebody else at that till, while it is still betting.
select pg_temp.close_till('anna', '{"1": 160000}'), pg_temp.open_till('bert', 1) from pg_temp.close_till('bert', '{"1": 115000}') \g /dev/null
select is(api.ticket_get(pg_temp.token('bert'), :'one') ->> 'state', 'sold', 'the next cashier sees what the till sold');
select is(pg_temp.original('bert', :'one'), 'HP409 no_original', 'but no original');
select is(pg_temp.copied('bert', :'one'), 'HP403 needs_supervisor', 'nor a duplicate');
select is(pg_temp.original('anna', :'one'), 'HP409 no_original', 'nor who sold it, when the session is over');
select is(pg_temp.original('bert', :'five'), 'HP409 no_original', 'nor at another till');
select is(pg_temp.copied('bert', :'five'), 'done', 'a duplicate, of what it sold itself');
select pg_temp.open_till('anna', 2, 1000000) \g /dev/null
select is(pg_temp.original('anna', :'three'), 'HP409 no_original', 'nor in another session of who sold it');
-- Taking a sale back gives cash for the code, too.
select is(pg_temp.copied('sam', :'three'), 'done', 'a supervisor has a duplicate of any ticket of the shop');
select is(pg_temp.voided('sam', :'three', 1), 'HP403 own_copy', 'but does not take the sale back with it');
select is(pg_temp.voided('sue', :'three', 1), 'done', 'another person does');

-- After the start --------------------------------------------------------------------------------------------------------

create function pg_temp.start_race(p_round bigint) returns void language plpgsql as $$
declare
    v_opened bigint := (select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round where round_id = p_round);
begin
    perform pg_temp.at(v_opened + 4000), scheduler.round_lock(p_round);
    perform pg_temp.at(v_opened + 5000), scheduler.round_race(p_round, 1000000, 1750);
end
$$;
create function pg_temp.end_race(p_round bigint) returns void language plpgsql as $$
declare
    v_opened bigint := (select hippo.ms(opened_at) - hippo.ms('2026-01-02 12:00:00+00') from hippo.round where round_id = p_round);
begin
    perform pg_temp.at(v_opened + 8000), scheduler.round_finish(p_round, pg_temp.secret(p_round), pg_temp.drawn(p_round), 1,
        (select json_agg(track) from (select json_agg(i) as track from hippo.round_runner, generate_series(1, 30) i
                                      where round_id = p_round group by number) tracks));
end
$$;
select pg_temp.sure('anna') as six \gset
select is(pg_temp.original('anna', :'six'), pg_temp.code(:'six'), 'until the start there is an original');
select pg_temp.start_race(:round) \g /dev/null
select is(pg_temp.original('anna', :'six') || ', ' || pg_temp.copied('anna', :'six'), 'HP409 no_original, HP403 needs_supervisor',
    'while it runs who sold it has neither');
select pg_temp.end_race(:round) \g /dev/null
select is(pg_temp.original('anna', :'six') || ', ' || pg_temp.copied('anna', :'six'), 'HP409 no_original, HP403 needs_supervisor',
    'nor when the order is known and nothing settled');
select scheduler.round_settle(:round), pg_temp.at(pg_temp.now_ms() + 1000) \g /dev/null
select is(pg_temp.state(n), 'won', 'a ticket won') from unnest(array[:'one', :'two', :'four', :'five', :'six']) n;
select is(pg_temp.original('anna', :'six') || ', ' || pg_temp.copied('anna', :'six'), 'HP409 no_original, HP403 needs_supervisor',
    'nor when it has won');
select is(pg_temp.copied(who, :'one'), want, what)
from (values ('bert', 'HP403 needs_supervisor', 'nor the next cashier'), ('sid', 'HP404 not_found', 'nor another shop''s supervisor'),
    ('olga', 'HP403 forbidden', 'nor an auditor'), ('ada', 'HP403 forbidden', 'nor an admin')) as u (who, want, what);
select is((pg_temp.copy('sam', :'one', 'copy-by-sam') ->> 'code', pg_temp.copy('sam', :'one', 'copy-by-sam') ->> 'copy')::text,
    format('(%s,1)', pg_temp.code(:'one')), 'a supervisor has, the same for the same key');
select is(pg_temp.paid('sam', :'one', 1), 'HP403 own_copy', 'and does not pay it');
select is(pg_temp.paid('sam', :'one', 2), 'HP403 own_copy', 'at no till');
select is(pg_temp.paid('bert', :'one'), 'done', 'another person does');
select is(pg_temp.paid('anna', :'two'), 'done', 'who had a duplicate of the own sale before the race may pay it: it learnt nothing by it');
select is(pg_temp.copied('sue', :'five') || ', ' || pg_temp.paid('sue', :'five', 1) || ', ' || pg_temp.paid('sam', :'five', 1),
    'done, HP403 own_copy, done', 'a supervisor pays what another one printed');
-- A large prize: a supervisor, and not the one who printed.
select pg_temp.set('pay_supervisor_from', 1) \g /dev/null
select is(pg_temp.copied('sam', :'four') || ', ' || pg_temp.paid('bert', :'four') || ', ' || pg_temp.paid('sam', :'four', 1) || ', '
    || pg_temp.paid('sue', :'four', 1), 'done, HP403 needs_supervisor, HP403 own_copy, done', 'large prizes take both');
select pg_temp.set('pay_supervisor_from', 100000000) \g /dev/null
-- A duplicate of before this was written down counts as one that money came of.
select pg_temp.copied('sam', :'six') \g /dev/null
savepoint older;
alter table hippo.journal disable trigger user;
update hippo.journal set after = '{"copy": 1}' where action = 'copy' and ticket_id = hippo.ticket_id(:'six');
select is(pg_temp.paid('sam', :'six', 1), 'HP403 own_copy', 'an older duplicate counts');
rollback to older;

-- Worthless paper is anybody's who may see it: nothing comes of its code.
select is(pg_temp.copied('bert', :'one') || ', ' || pg_temp.original('bert', :'one'), 'done, HP409 no_original', 'of a paid ticket there are duplicates');
select is(pg_temp.copied('bert', :'three'), 'done', 'and of a voided one');

-- A void round: refunds are cash as well.
select scheduler.round_open() as round \gset
select pg_temp.sure('bert') as seven, pg_temp.sure('bert') as eight \gset
select hippo.round_void_request(:round, 'a test'), scheduler.round_void(:round, pg_temp.secret(:round)) \g /dev/null
select is(pg_temp.state(:'seven'), 'refundable', 'a refund is due');
select is(pg_temp.original('bert', :'seven') || ', ' || pg_temp.copied('bert', :'seven'), 'HP409 no_original, HP403 needs_supervisor',
    'who sold it prints nothing of it');
select is(pg_temp.copied('sam', :'seven') || ', ' || pg_temp.paid('sam', :'seven', 1) || ', ' || pg_temp.paid('bert', :'seven'),
    'done, HP403 own_copy, done', 'nor pays who printed');

-- An account that was taken in hand since the sale prints nothing.
create function pg_temp.reset(p_user text) returns json language sql as $$
    select api.user_password(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, pg_temp.hash()) from hippo.app_user where username = p_user
$$;
select pg_temp.reset('sue'), pg_temp.sign_in('sue') \g /dev/null
select is(pg_temp.copied('sue', :'eight'), 'HP403 rights_too_new', 'a supervisor whose password was set since the sale has no duplicate');
delete from hippo.sign_in;
select pg_temp.at(pg_temp.now_ms() + 24 * 3600000 + 1) \g /dev/null
select pg_temp.sign_in(u) from unnest('{sue,sam,anna,bert,ada}'::text[]) u \g /dev/null
select is(pg_temp.copied('sue', :'eight'), 'done', 'a day later it has: old tickets outlive those who sold them');

-- Codes ------------------------------------------------------------------------------------------------------------------

-- Everything that anybody is told of a ticket other than its paper.
create temp table told (who text, what text, answer text);
insert into told
select who, what, pg_temp.outcome(format('select %s', replace(replace(call, 'TOKEN', quote_literal(pg_temp.token(who)::text)), 'NUMBER',
    quote_literal(:'eight'))))
from unnest('{bert,anna,sam}'::text[]) who, (values
    ('a ticket', 'api.ticket_get(TOKEN, NUMBER)'), ('a list', 'api.ticket_list(TOKEN, null, null, null, null, null, 100)'),
    ('what is unclaimed', 'api.ticket_list(TOKEN, null, null, ''refundable'', null, null, 100)'),
    ('movements', 'api.till_movements(TOKEN, null, null, null, 100)'), ('a slip', 'api.ticket_slip(TOKEN, NUMBER)'),
    ('the till', 'api.till_get(TOKEN, null)')) as c (what, call);
insert into told select 'channel', channel, data::text from hippo.stream_event where channel ~ '^(till|admin)';
insert into told select 'journal', action, concat(after, before, subject, reason) from hippo.journal;
select is((select string_agg(distinct who || ': ' || what, ', ') from told, hippo.ticket t, hippo.till_session s, hippo.till_book b
           where s.till_session_id = t.till_session_id and b.till_id = s.till_id and answer ~ hippo.ticket_code(t.ticket_id, b.secret)), null,
    'no answer but the sale''s and a paper''s, no event and no entry has a code');
select cmp_ok((select count(*) from told where answer ~ :'eight'), '>', 5::bigint, 'they do tell of the ticket');
select is((select count(*) from hippo.journal where action = 'copy'), 11::bigint, 'every duplicate is on record');

select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
