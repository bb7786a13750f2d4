-- SPDX-License-Identifier: MIT
-- The day at a glance: over two random days its figures are the reports', for the house and for each shop; what the house knows
-- now; who is connected; alarms; and who may ask.
begin;
select plan(72);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

create function pg_temp.day(p_user text, p_day date default null) returns jsonb language sql volatile as $$
    select api.day_glance(pg_temp.token(p_user), p_day)::jsonb
$$;
create function pg_temp.pulse() returns void language sql volatile as $$ select hippo.pulse_tills() $$;

-- Nothing yet -----------------------------------------------------------------------------------------------------------

select pg_temp.start(), pg_temp.people() \g /dev/null
select is(pg_temp.day('olga') - '{generatedAt,now,paid,hold}'::text[], '{"day": "2026-01-02", "shop": null, "rounds": {"opened": 0, "settled": 0, "void": 0},
    "tickets": 0, "stakes": 0, "prizes": 0, "gross": 0, "refunds": 0, "course": [], "lastRounds": []}'::jsonb, 'a day without a round');
select is(pg_temp.day('olga') #> '{now,round}', 'null', 'nor one now');
select is(pg_temp.day('olga') -> 'hold', '{"rounds": 0, "stakes": 0, "prizes": 0, "expected": 0, "deviation": 0}'::jsonb, 'and nothing held');

-- Two random days ---------------------------------------------------------------------------------------------------------

update hippo.setting set value = '1' where name like 'market\_%';
select pg_temp.open_session(60) \g /dev/null
select pg_temp.open_till(who, till, 1000000) from (values ('anna', 1), ('bert', 2), ('carl', 3)) t (who, till) \g /dev/null
create function pg_temp.random_ticket(p_user text) returns text language sql volatile as $$
    select pg_temp.sell(p_user, array_agg(label), array_agg(2500 + (random() * 9)::integer * 500::bigint)) ->> 'number'
    from (select label from hippo.price where card_template_id = (hippo.round_latest()).card_template_id and depth < 3
          order by random() limit 3) p
$$;
create function pg_temp.random_day(p_rounds integer) returns void language plpgsql as $$
declare
    v_round bigint;
    v_ticket record;
begin
    for i in 1 .. p_rounds loop
        v_round := scheduler.round_open();
        perform pg_temp.random_ticket(who) from unnest('{anna,bert,carl,anna,carl}'::text[]) who;
        perform pg_temp.void('anna', hippo.ticket_number(ticket_id)) from hippo.ticket
        where round_id = v_round and ticket_id / 1000000000 = 101 and random() < 0.3;
        if i = 2 then
            perform hippo.round_void_request(v_round, 'a test'), scheduler.round_void(v_round, pg_temp.secret(v_round)),
                    pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = v_round;
        else
            perform pg_temp.run_out(v_round);
        end if;
        for v_ticket in select ticket_id from hippo.claim where random() < 0.4 loop
            perform pg_temp.pay(case v_ticket.ticket_id / 100000000000 when 1 then 'bert' else 'carl' end,
                                hippo.ticket_number(v_ticket.ticket_id), 'seen');
        end loop;
        perform pg_temp.pulse();
    end loop;
end
$$;
select setseed(0.29) \g /dev/null
select pg_temp.random_day(7) \g /dev/null
select pg_temp.at(86400000), scheduler.lead_take(), pg_temp.confirm() \g /dev/null
update hippo.sign_in set expires_at = '2026-02-01';
select pg_temp.random_day(6) \g /dev/null
select cmp_ok((select count(*) from hippo.payment)::integer, '>', 3, 'somebody was paid');
select cmp_ok((select count(distinct round_id) from hippo.ticket)::integer, '=', 13, 'in each round somebody bet');

create function pg_temp.unit(p numeric) returns numeric language sql immutable as $$ select round(p / 100, 2) $$;
create temp view reported as
select d.day, d.rounds, d.settled, d.voided, d.tickets, d.stakes, d.prizes, d.gross, d.refunds,
    (select sum(payments + refunds) from report.tills t where t.day = d.day) as paid,
    (select sum(paid_tickets) from report.tills t where t.day = d.day) as paid_tickets from report.days d;
select is((pg_temp.day('olga', day) #>> path)::numeric * factor, wanted, format('%s of %s is the reports''', path, day))
from reported r, lateral (values ('{rounds,opened}'::text[], 1, rounds::numeric), ('{rounds,settled}', 1, settled), ('{rounds,void}', 1, voided),
    ('{tickets}', 1, tickets), ('{stakes}', 0.01, stakes), ('{prizes}', 0.01, prizes), ('{gross}', 0.01, gross),
    ('{refunds}', 0.01, refunds), ('{paid,amount}', 0.01, paid)) as f (path, factor, wanted);
select is((select sum((q ->> name)::numeric) from jsonb_array_elements(pg_temp.day('ada', day) -> 'course') q),
    (pg_temp.day('ada', day) ->> name)::numeric, format('the course of %s sums to its %s', day, name))
from reported, unnest('{stakes,prizes}'::text[]) name;
select is((select round(sum((q ->> 'expected')::numeric)) from jsonb_array_elements(pg_temp.day('ada', day) -> 'course') q),
    (pg_temp.day('ada', day) #>> '{hold,expected}')::numeric, 'and to what was expected: ' || day) from reported;
select is(round((pg_temp.day('ada', day) #>> '{hold,expected}')::numeric / 100),
    (select round(sum(return_expected * stakes)) from report.markets m where m.day = r.day),
    'expected of ' || day || ' is what the markets'' report says') from reported r;
select is((pg_temp.day('ada', day) #>> '{hold,deviation}')::numeric, (
    select round(sqrt(sum((t.prizes - t.expected) ^ 2))) from hippo.round_totals t join report.rounds r using (round_id)
    where r.day = d.day), 'its deviation is the root of the rounds'' squares') from reported d;
select is((pg_temp.day(who, s.day) #>> path)::numeric * 0.01, wanted, format('%s reads %s of shop %s, %s', who, path, s.shop, s.day))
from report.shops s join (values ('sam', 1), ('sid', 120)) as w (who, shop) using (shop),
    lateral (values ('{stakes}'::text[], s.stakes), ('{prizes}', s.prizes), ('{gross}', s.gross), ('{paid,amount}',
        (select sum(payments + refunds) from report.tills t where t.shop = s.shop and t.day = s.day))) f (path, wanted)
where s.day = '2026-01-02' or path <> '{gross}';
select is(pg_temp.day('sam') -> 'hold', 'null', 'chances are told of the whole house alone');

-- Now ---------------------------------------------------------------------------------------------------------------------

select scheduler.round_open() as round \gset
select pg_temp.random_ticket(who) from unnest('{anna,carl}'::text[]) who \g /dev/null
select pg_temp.pulse() \g /dev/null
select is(pg_temp.day('olga') #> '{now,round}', (select jsonb_build_object('roundId', round_id, 'phase', phase, 'tickets', 2,
    'stakes', (select sum(stake) from hippo.ticket where round_id = :round), 'most', (select sum(bound) from hippo.till_book where round_id = :round))
    from hippo.round where round_id = :round), 'the round that is on, and the most it may cost');
select cmp_ok((pg_temp.day('olga') #>> '{now,round,most}')::bigint, '>=', report.exposure(:round), 'which is never less than it can');
select is((pg_temp.day(who) #>> '{now,unpaid,amount}')::bigint,
    (select coalesce(sum(amount), 0) from hippo.claim where ticket_id / 100000000000 = any (shops))::bigint, who || ' sees what is unpaid')
from (values ('olga', '{1,120}'::integer[]), ('sam', '{1}'), ('sid', '{120}')) as w (who, shops);
select is((pg_temp.day(who) #>> '{now,tills,cash}')::bigint, (select sum(pg_temp.cash(till)) from unnest(tills) till)::bigint, who || ' sees the cash')
from (values ('ada', '{1,2,3}'::integer[]), ('sam', '{1,2}')) as w (who, tills);
select is(jsonb_path_query_array(pg_temp.day('olga'), '$.lastRounds[*].roundId') -> 0, to_jsonb(:round::bigint), 'the newest round comes first');
select is(pg_temp.day('olga', '2026-01-02') -> 'now', 'null', 'another day has no now');
-- Whoever sells must not learn what should be in the own till.
select pg_temp.close_till('bert', '{"100": 1}') \g /dev/null
select api.till_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 1, 3, 'Caisse 3') ->> 'tillId' as own \gset
select pg_temp.open_till('sam', :own) \g /dev/null
select is(pg_temp.day('sam') #> '{now,tills,cash}', 'null', 'a supervisor at a till is told no cash');
select is(pg_temp.day('sue') #>> '{now,tills,cash}' is not null, true, 'another one is');
select is(jsonb_path_query_array(pg_temp.day('ada'), '$.now.tills.waiting[*].cashier.username'), '["bert"]'::jsonb, 'his count waits');
select is(pg_temp.day('sid') #> '{now,tills,waiting}', '[]'::jsonb, 'not for another shop');

-- Connected ---------------------------------------------------------------------------------------------------------------

select gateway.presence_tell('a', 12, '{till:1,till:2,admin}', '{1,1,2}'), gateway.presence_tell('b', 3, '{till:2,till:3}', '{1,1}') \g /dev/null
select is(pg_temp.day('ada') #> '{now,connected}', '{"gateways": 2, "screens": 9, "shops": [{"shopId": 1, "tills": 2, "displays": 0},
    {"shopId": 120, "tills": 1, "displays": 0}]}'::jsonb, 'two gateways, a till on both of them counts once');
select is(pg_temp.day('sid') #> '{now,connected}', '{"gateways": 2, "screens": null, "shops": [{"shopId": 120, "tills": 1, "displays": 0}]}'::jsonb,
    'a supervisor is told of the own shop');
select gateway.presence_tell('a', 1, '{}', '{}') \g /dev/null
select is(pg_temp.day('ada') #>> '{now,connected,screens}', '2', 'what a gateway says is instead of what it said');
select pg_temp.at(pg_temp.now_ms() + 31000) \g /dev/null
select is(pg_temp.day('ada') #>> '{now,connected,gateways}', '0', 'after half a minute it is old');

-- Alarms ------------------------------------------------------------------------------------------------------------------

create function pg_temp.alarms() returns text language sql volatile as $$
    select string_agg(a ->> 'kind', ' ' order by a ->> 'kind') from jsonb_array_elements(pg_temp.day('ada') #> '{now,alarms}') a
    where a ->> 'kind' <> 'archive' -- that is the cluster's
$$;
select is(pg_temp.alarms(), 'scheduler', 'nobody has moved the round on');
update hippo.house_clock set seen_at = hippo.clock();
select is(pg_temp.alarms(), 'stuck', 'somebody who leads does not move it on');
select pg_temp.at(pg_temp.now_ms() - 31000) \g /dev/null
update hippo.house_clock set seen_at = hippo.clock();
select is(pg_temp.alarms(), null, 'all is well');
update hippo.house_clock set state = 'apart', skew_ms = 9000, seen_at = hippo.clock();
insert into hippo.proof_run (day, started_at, finished_at, violations, first_violation)
values ('2026-01-03', hippo.clock(), hippo.clock(), 2, 'cash: till 3');
select is(pg_temp.alarms(), 'clock proof', 'the clock, and the proof');
select is(pg_temp.day('sam') #> '{now,alarms}', 'null', 'alarms are the house''s');

-- Who may -------------------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.day(%L)', who)), want, who || ' asks')
from (values ('anna', 'HP403 forbidden'), ('nobody', 'HP401 not_signed_in')) as w (who, want);

select * from finish();
rollback;
