-- SPDX-License-Identifier: MIT
-- A ticket's life after the sale: void, settlement, payment, refund, expiry.
begin;
select plan(207);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

-- Void -------------------------------------------------------------------------------------------------------------

select pg_temp.sell('anna', '{win 6}', '{10000}') ->> 'number' as a1, pg_temp.sell('anna', '{win 7}', '{5000}') ->> 'number' as a2,
    pg_temp.sell('bert', '{win 8}', '{2500}') ->> 'number' as b1, pg_temp.sell('carl', '{win 9}', '{2500}') ->> 'number' as c1 \gset
select pg_temp.code(:'a1') as a1_code \gset
select is(pg_temp.refusal(format('select api.ticket_void(%L, pg_temp.key(), pg_temp.print(), null, %L, %L, %L)',
    pg_temp.token(name), number, code, reason)), want, what)
from (values
    ('bert', :'a1', :'a1_code', 'a slip', 'HP403 forbidden', 'another cashier''s ticket'),
    ('carl', :'a1', :'a1_code', 'a slip', 'HP403 forbidden', 'another shop''s ticket'),
    ('ada', :'a1', :'a1_code', 'a slip', 'HP403 forbidden', 'an admin sells nothing and voids nothing'),
    ('olga', :'a1', :'a1_code', 'a slip', 'HP403 forbidden', 'neither does an auditor'),
    ('nobody', :'a1', :'a1_code', 'a slip', 'HP401 not_signed_in', 'a stranger'),
    ('sam', :'a1', :'a1_code', 'a slip', 'HP409 till_closed', 'a supervisor without a till'),
    ('anna', :'a1', 'AAAAAAAA', 'a slip', 'HP404 unknown_ticket', 'a wrong code: the ticket is not there'),
    ('anna', :'a1', null, 'a slip', 'HP404 unknown_ticket', 'no code'),
    ('anna', '01-010001-5', :'a1_code', 'a slip', 'HP404 number_mistyped', 'a wrong number'),
    ('anna', :'a1', :'a1_code', '  ', 'HP400 bad_parameter', 'no reason')
) as bad (name, number, code, reason, want, what);
select is(pg_temp.state(:'a1'), 'sold', 'a refused void leaves the ticket sold');
select api.ticket_void(pg_temp.token('anna'), 'void-of-a1', pg_temp.print(), null, :'a1', :'a1_code',
    ' typed wrong ')::jsonb as voided \gset
select is(:'voided'::jsonb ->> 'state', 'voided', 'the till that sold it voids it');
select is((hippo.ticket_number(ticket_id), debit, debit_id, credit, credit_id, amount, reason, user_id)::text,
          format('(%s,open_bets,10000001,till_cash,1,10000,"typed wrong",%s)', :'a1',
              (select user_id from hippo.app_user where username = 'anna')),
          'who, why, and the money back') from hippo.journal where action = 'void';
select is(pg_temp.cash(1), 105000::bigint, 'it left the till');
select is(api.ticket_void(pg_temp.token('anna'), 'void-of-a1', pg_temp.print(), null, :'a1', :'a1_code',
    ' typed wrong ')::jsonb, :'voided'::jsonb, 'the same request again: the same answer');
select is(pg_temp.refusal(format('select pg_temp.void(''anna'', %L)', :'a1'), 'state'),
    'HP409 not_voidable state=voided', 'a voided ticket is not voided again');
select is(pg_temp.cash(1), 105000::bigint, 'the money went back once');
select is(pg_temp.void('sam', :'b1', 1) ->> 'state', 'voided', 'a supervisor voids it at any open till of the shop');
select is((pg_temp.cash(1), pg_temp.cash(2)), (102500::bigint, 102500::bigint), 'the cash leaves that till');
select is(pg_temp.refusal(format('select pg_temp.void(''sam'', %L, 3)', :'c1')), 'HP403 forbidden', 'but not at another shop''s');
select is(pg_temp.refusal(format('select pg_temp.void(''sam'', %L, 1)', :'c1')), 'HP403 forbidden', 'nor another shop''s ticket');
select is(pg_temp.refusal(format('select pg_temp.void(''sid'', %L, 99)', :'c1')), 'HP404 not_found', 'nor at a till that there is not');
select is(pg_temp.void('sid', :'c1', 3) ->> 'state', 'voided', 'each supervisor in the own shop');

select pg_temp.set('void_limit', 2) \g /dev/null
select is(pg_temp.void('anna', pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number') ->> 'state', 'voided',
    'a cashier may void so many');
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as a3 \gset
select is(pg_temp.refusal(format('select pg_temp.void(''anna'', %L)', :'a3'), 'limit'), 'HP409 void_limit limit=2',
    'and no more in a day');
select is(pg_temp.void('sam', :'a3', 1) ->> 'state', 'voided', 'a supervisor may');
select is((select count(*) from report.voids), 5::bigint, 'the report of voids has them');
select is((ticket, cashier, voided_by, stake, reason)::text, format('(%s,bert,sam,25.00,"a slip")', :'b1'),
    'with all that matters') from report.voids where ticket = :'b1';

-- At the lock a void is over, to the millisecond.
select pg_temp.sell('anna', '{win 10}', '{2500}') ->> 'number' as a4, pg_temp.sell('anna', '{win 54}', '{2500}') ->> 'number' as a5 \gset
select pg_temp.set('void_limit', 50), pg_temp.at(3999) \g /dev/null
select is(pg_temp.void('anna', :'a4') ->> 'state', 'voided', 'a millisecond before the lock a ticket is voided');
-- One that was allowed in that millisecond, and is done a little later: its time is the one at which it was allowed.
select pg_temp.at(3999), pg_temp.sell('anna', '{win 54}', '{2500}') ->> 'number' as a6 \gset late_
savepoint slow;
alter function hippo.round_is_betting(bigint) rename to test_betting;
create function hippo.round_is_betting(p_round_id bigint) returns boolean language plpgsql as $$
declare
    v_is boolean := hippo.test_betting(p_round_id);
begin
    perform set_config('hippo.clock', (hippo.clock() + interval '50 ms')::text, false);
    return v_is;
end
$$;
select is(pg_temp.void('anna', :'late_a6') ->> 'closedAt', '2026-01-02T12:00:03.999Z',
    'a void that takes its time has the time of its permission');
select is(pg_temp.proof(), '', 'and the books are right');
rollback to slow;
select pg_temp.at(4000) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.void(''anna'', %L)', :'a5')), 'HP409 betting_closed', 'at the lock it stands');
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'a5')), 'HP409 not_settled',
    'a ticket is not paid before the settlement');
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'a1'), 'state'), 'HP409 not_payable state=voided',
    'nor a voided one ever');

-- Settlement -------------------------------------------------------------------------------------------------------

select pg_temp.run_out(10000001) \g /dev/null
select scheduler.round_open() \g /dev/null
-- One ticket on each runner, at two tills, one of 20 lines, one voided.
select array_agg(n.number order by n.runner) as numbers from (
    select runner, pg_temp.sell(case when runner % 2 = 0 then 'anna' else 'carl' end, array['win ' || runner],
        array[10000]) ->> 'number' as number
    from unnest('{6,7,8,9,10,54}'::integer[]) runner) n \gset
select pg_temp.sell('bert', array['win 6', 'win 7', 'win 8', 'win 9', 'win 10', 'win 54', 'win 6'],
    '{2500,2500,2500,2500,2500,2500,5000}') ->> 'number' as many,
    pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as gone \gset
select pg_temp.void('anna', :'gone') \g /dev/null
select is((select count(*) from hippo.ticket where round_id = 10000002 and state not in ('sold', 'voided')), 0::bigint,
    'until the settlement every ticket is open');
select pg_temp.run_out(10000002), pg_temp.drawn(10000002) as finish \gset
select (:'finish'::integer[])[1] as winner \gset
select is((select count(*) from hippo.ticket where round_id = 10000002 and state = 'sold'), 0::bigint, 'after it none is');
select is(pg_temp.state(n), case when runner = :winner then 'won' else 'lost' end, format('a ticket on %s', runner))
from unnest(:'numbers'::text[], '{6,7,8,9,10,54}'::integer[]) as t (n, runner);
select is((select prize from hippo.ticket where ticket_id = hippo.ticket_id(n)),
    case when runner = :winner then 10000 * odds / 100 else 0 end::bigint, 'wins what was printed')
from unnest(:'numbers'::text[], '{6,7,8,9,10,54}'::integer[], '{550,470,720,580,810,450}'::integer[]) as t (n, runner, odds);
select is(pg_temp.state(:'gone'), 'voided', 'a voided ticket stays void');
select is((select count(*) from unnest(:'numbers'::text[]) n where pg_temp.state(n) = 'won'), 1::bigint, 'one of six wins');
select is(data::jsonb -> 'totals', (select jsonb_build_object('tickets', 7, 'stakes', 80000, 'winningTickets', 2,
    'prizes', sum(prize)) from hippo.ticket where round_id = 10000002),
          'the public sees the totals, and the voided ticket in none of them') from hippo.stream_event
              where event = 'race_results' and round_id = 10000002;
select is((select count(*) from hippo.claim), 2::bigint, 'what is owed is on the list of claims');
select is(array(select format('%s %s %s', action, debit_id, credit_id) from hippo.journal
    where scope = 0 and at = (select settled_at from hippo.round where round_id = 10000002) order by seq),
          array['settle  ', 'stakes 10000002 1', 'prizes 1 10000002', 'stakes 10000002 120'] ||
          case when :winner % 2 = 1 then '{prizes 120 10000002}' else '{}' end::text[], 'the ledger has stakes and prizes of each shop')
    where (select count(*) from hippo.ticket where round_id = 10000002 and prize > 0 and ticket_id < 200000000000) > 0;
select is(api.ticket_get(pg_temp.token('bert'), :'many')::jsonb #>> '{lines,0,won}', (:winner = 6)::text, 'each line says whether it won');
select throws_ok(format('update hippo.ticket set state = %L where ticket_id = %s', to_state, hippo.ticket_id(n)),
    'HP409', null, format('no way from %s to %s', pg_temp.state(n), to_state))
from unnest(:'numbers'::text[] || array[:'gone', :'many']) n, unnest(enum_range(null::hippo.ticket_state)) to_state
where pg_temp.state(n) <> to_state::text and not (pg_temp.state(n) = 'won' and to_state in ('paid', 'expired'));
select throws_ok(format('update hippo.ticket set %s where ticket_id = %s', change, hippo.ticket_id(:'many')), 'HP409',
    null, 'what was sold is final: ' || change)
from unnest('{"stake = stake + 1","prizes = ''{1}''","price_ids = ''{1}''","round_id = 10000001","sold_at = now()",'
    '"code_hash = ''x''","till_session_id = 1","prize = prize + 1","copies = -1"}'::text[]) change;
select throws_ok('delete from hippo.ticket', 'HP409', null, 'no ticket is deleted');
select throws_ok('truncate hippo.ticket cascade', 'HP409', null, 'nor all of them');
select is(pg_temp.refusal('select scheduler.round_settle(10000002)'), 'HP409 round 10000002 is settled', 'a round is settled once');

-- Payment ----------------------------------------------------------------------------------------------------------

select n as won, case when runner % 2 = 0 then 'anna' else 'carl' end as seller, 100 * odds as prize
from unnest(:'numbers'::text[], '{6,7,8,9,10,54}'::integer[], '{550,470,720,580,810,450}'::integer[]) as t (n, runner,
    odds) where runner = :winner \gset
select n as lost from unnest(:'numbers'::text[]) n where pg_temp.state(n) = 'lost' limit 1 \gset
select pg_temp.set('cash_unit', 250), scheduler.round_open(), pg_temp.set('cash_unit', 1) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.pay(%L, %L)', name, :'won')), want, format('%s does not pay', name))
from (values ('nobody', 'HP401 not_signed_in'), ('ada', 'HP403 forbidden'), ('olga', 'HP403 forbidden'),
    ('sue', 'HP409 till_closed')) as u (name, want);
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'lost'), 'state'), 'HP409 not_payable state=lost',
    'a lost ticket is not paid');
select is(pg_temp.refusal(format('select api.ticket_pay(%L, pg_temp.key(), pg_temp.print(), null, %L, %L, null)',
    pg_temp.token('bert'), :'won', 'AAAAAAAA')), 'HP404 unknown_ticket', 'nor one without its code');
select is(pg_temp.refusal(format('select api.ticket_pay(%L, pg_temp.key(), pg_temp.print(), null, %L, %L, null)',
    pg_temp.token('bert'), :'won', pg_temp.code(:'lost'))), 'HP404 unknown_ticket', 'nor with another ticket''s');
select pg_temp.cash(2) as before \gset
select api.ticket_pay(pg_temp.token('bert'), 'pay-of-won', pg_temp.print(), null, :'won', lower(pg_temp.code(:'won')),
    null)::jsonb as paid \gset
select is((:'paid'::jsonb ->> 'state', :'paid'::jsonb #>> '{paid,amount}', :'paid'::jsonb #>> '{paid,by,username}',
    :'paid'::jsonb #>> '{paid,till,tillId}')::text,
          format('(paid,%s,bert,2)', :prize), 'any till pays it: how much, who, where');
select is((select paid_at from hippo.payment), hippo.clock(), 'and when');
select is(pg_temp.cash(2), :before - :prize::bigint, 'the cash left the till');
select is(api.ticket_pay(pg_temp.token('bert'), 'pay-of-won', pg_temp.print(), null, :'won',
    lower(pg_temp.code(:'won')), null)::jsonb, :'paid'::jsonb, 'the same request again: the same answer');
select is(pg_temp.refusal(format('select pg_temp.pay(%L, %L)', name, :'won'), 'at', 'amount'),
    format('HP409 already_paid at=%s amount=%s', hippo.rfc3339(hippo.clock()), :prize),
    'paid is paid, and says when: ' || name)
from unnest('{bert,anna,carl}'::text[]) name;
select is((select count(*) from hippo.payment), 1::bigint, 'once');
select throws_ok('insert into hippo.payment select * from hippo.payment', '23505', null, 'the table holds it too');
select throws_ok('update hippo.payment set amount = 1', 'HP409', null, 'a payment is not changed');
select throws_ok('delete from hippo.payment', 'HP409', null, 'nor taken back');
select is(pg_temp.refusal(format('select pg_temp.void(''bert'', %L)', :'many')), 'HP409 betting_closed', 'a settled ticket is not voided');

select prize as many_prize from hippo.ticket where ticket_id = hippo.ticket_id(:'many') \gset
select pg_temp.set('pay_supervisor_from', :many_prize) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'many'), 'from'),
    'HP403 needs_supervisor from=' || :many_prize, 'a large payment is a supervisor''s');
select is(pg_temp.refusal(format('select pg_temp.pay(''sam'', %L, null, 1)', :'many'), 'name'),
    'HP400 bad_parameter name=note', 'with a note');
select is(pg_temp.pay('sam', :'many', 'identity card 1234', 1) #>> '{paid,note}', 'identity card 1234', 'who then pays it');
select is((select is_large from report.payouts where ticket = :'many'), true, 'the report of payouts marks it');
select pg_temp.set('pay_supervisor_from', 10000000), pg_temp.set('pay_anywhere', 0) \g /dev/null

select array_agg(n.number) as third from (select pg_temp.sell('carl', array['win ' || runner],
    array[5500]) ->> 'number' as number from unnest('{6,7,8,9,10,54}'::integer[]) runner) n \gset
select pg_temp.run_out(10000003) \g /dev/null
select n as won3 from unnest(:'third'::text[]) n where pg_temp.state(n) = 'won' \gset
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'won3')), 'HP403 other_shop',
    'where the house wants it, a ticket is paid in its own shop');
select pg_temp.set('pay_anywhere', 1) \g /dev/null
select prize as prize3, (prize + 249) / 250 * 250 as cash3, pg_temp.cash(1) as cash_before from hippo.ticket
    where ticket_id = hippo.ticket_id(:'won3') \gset
select is((pg_temp.pay('anna', :'won3') #>> '{paid,cash}')::bigint, :cash3::bigint, 'cash is rounded up to the coin of its round, for the player');
select is(pg_temp.cash(1), :cash_before - :cash3::bigint, 'that much left the till');
select is((amount, debit, debit_id)::text, format('(%s,rounding,1)', :cash3 - :prize3),
    'the difference is the house''s expense') from hippo.journal where action = 'rounding';

-- Not enough cash in the till.
select scheduler.round_open() \g /dev/null
select array_agg(n.number) as fourth from (select pg_temp.sell('carl', array['win ' || runner],
    array[500000]) ->> 'number' as number from unnest('{6,7,8,9,10,54}'::integer[]) runner) n \gset
select pg_temp.run_out(10000004) \g /dev/null
select n as won4 from unnest(:'fourth'::text[]) n where pg_temp.state(n) = 'won' \gset
select is(pg_temp.refusal(format('select pg_temp.pay(''bert'', %L)', :'won4'), 'available', 'amount'),
    'HP409 till_cash amount=' || (select prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won4')), 'cash that is not there is not paid');
select is(pg_temp.state(:'won4'), 'won', 'the ticket can be paid elsewhere');
select pg_temp.move('carl', 'deposit', 10000000) \g /dev/null
select is(pg_temp.pay('carl', :'won4') ->> 'state', 'paid', 'and is');

-- Scanning at random ----------------------------------------------------------------------------------------------

select is(api.scan_failed(pg_temp.token('bert'), '01-010001-5') ->> 'retryAfterMs', '0',
    'a wrong ticket is written down') from generate_series(1, 10);
select is((api.scan_failed(pg_temp.token('bert'), 'x') ->> 'retryAfterMs')::integer, 1000, 'the eleventh has to wait');
select is(pg_temp.refusal(format('select pg_temp.pay(''bert'', %L)', :'won4'), 'retryAfterMs'),
    'HP429 too_many_attempts retryAfterMs=1000', 'for any ticket');
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'won4')), 'HP409 already_paid', 'the others do not');
select pg_temp.at(pg_temp.now_ms() + 1000) \g /dev/null
select is(pg_temp.refusal(format('select pg_temp.pay(''bert'', %L)', :'won4')), 'HP409 already_paid', 'a second later it goes on');
select is((select failed_scans from report.cashiers where cashier = 'bert'), 11::bigint, 'the report counts them');

-- A void round -----------------------------------------------------------------------------------------------------

select scheduler.round_open() \g /dev/null
select pg_temp.sell('anna', '{win 6,win 7}', '{2500,7500}') ->> 'number' as r1,
    pg_temp.sell('carl', '{win 8}', '{5000}') ->> 'number' as r2,
    pg_temp.sell('anna', '{win 9}', '{2500}') ->> 'number' as r3 \gset
select pg_temp.void('anna', :'r3') \g /dev/null
select hippo.round_void_request(10000005, 'a fire'), scheduler.round_void(10000005, pg_temp.secret(10000005)) \g /dev/null
select is(array[pg_temp.state(:'r1'), pg_temp.state(:'r2'), pg_temp.state(:'r3')], '{refundable,refundable,voided}',
    'a void round gives every stake back');
select is((debit, debit_id, credit, credit_id, amount, reason)::text,
    '(open_bets,10000005,refunds_payable,10000005,15000,"a fire")', 'the ledger owes it') from hippo.journal
    where action = 'round_void';
select is(pg_temp.refusal(format('select pg_temp.void(''anna'', %L)', :'r1')), 'HP409 betting_closed', 'it is not voided once more');
select is((pg_temp.pay('bert', :'r1')::jsonb #> '{paid}') - '{till,by,at,note}'::text[],
    '{"kind": "refund", "amount": 10000, "cash": 10000, "approvedBy": null}', 'and paid in full, at any till');
select is(pg_temp.state(:'r1'), 'refunded', 'it is refunded then');
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'r1')), 'HP409 already_paid', 'once');
select is(pg_temp.proof(), '', 'the books hold');

-- Expiry -----------------------------------------------------------------------------------------------------------

select pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = 10000005 \g /dev/null
select scheduler.round_open() \g /dev/null
select array_agg(n.number) as sixth from (select pg_temp.sell('anna', array['win ' || runner],
    array[2500]) ->> 'number' as number from unnest('{6,7,8,9,10,54}'::integer[]) runner) n \gset
select pg_temp.run_out(10000006) \g /dev/null
select n as won6 from unnest(:'sixth'::text[]) n where pg_temp.state(n) = 'won' \gset
select hippo.ms(since) - hippo.ms('2026-01-02 12:00:00+00') as since from hippo.claim where ticket_id = hippo.ticket_id(:'won6') \gset
select is((select array_agg(ticket order by since) from report.unclaimed), array[:'r2', :'won6'], 'the unclaimed are on a list');
select is(api.ticket_get(pg_temp.token('anna'), :'won6') ->> 'expiresAt', hippo.rfc3339(since + interval '90 days'),
    'and know their day') from hippo.claim where ticket_id = hippo.ticket_id(:'won6');
select pg_temp.at(:since + 90 * 86400000::bigint - 1) \g /dev/null
select is(hippo.claims_expire(1000), 1, 'the older one has expired');
select is(array[pg_temp.state(:'r2'), pg_temp.state(:'won6')], '{expired,won}', 'the other has a millisecond left');
select pg_temp.at(:since + 90 * 86400000::bigint) \g /dev/null
select is(hippo.claims_expire(1000), 1, 'now it is over');
select is(pg_temp.state(:'won6'), 'expired', 'and nobody is paid any more');
update hippo.sign_in set expires_at = hippo.clock() + interval '1 hour';
select is(pg_temp.refusal(format('select pg_temp.pay(''anna'', %L)', :'won6'), 'state'),
    'HP409 not_payable state=expired', 'not even who comes a moment later');
select is(array(select format('%s %s', debit, amount) from hippo.journal where credit = 'unclaimed' order by seq),
          array['refunds_payable 5000', 'prizes_payable ' || (select prize from hippo.ticket
              where ticket_id = hippo.ticket_id(:'won6'))], 'it falls to the house');
select is(hippo.claims_expire(1000), 0, 'once');
select is(pg_temp.proof(), '', 'the books hold');

-- Copies -----------------------------------------------------------------------------------------------------------

create function pg_temp.paper(p_number text) returns json language sql stable as $$
    select hippo.ticket_print_json(t, t.copies) from hippo.ticket t where t.ticket_id = hippo.ticket_id(p_number)
$$;
select is(pg_temp.paper(:'a2')::jsonb - '{lines,till,cashier,names,commitment,cardHash,code,paid,soldAt,closedAt,closedAtLocal,result,'
        'raceTime,expiresAt,maxPrize,prize}'::text[],
    jsonb_build_object('number', :'a2', 'roundId', 10000001, 'state', 'lost', 'stake', 5000, 'copies', 0, 'house',
        'Hippodrome', 'copy', 0, 'currency', 'HTG', 'currencyDigits', 2,
        'header', '["Hippodrome Delmas", "Route de Delmas 33"]'::jsonb, 'timeZone', 'America/Port-au-Prince',
            'soldAtLocal', '2026-01-02 07:00:00', 'utcOffset', '-05:00',
        'raceTimeLocal', '2026-01-02 07:00:05', 'paidAtLocal', null, 'beacon', null, 'validDays', 90, 'rulesUrl',
            '/rules', 'notice', '18+ · Jouez avec modération') || '{}', 'all that is printed')
    where pg_temp.state(:'a2') = 'lost';
select is(pg_temp.paper(:'a2') ->> 'code', pg_temp.code(:'a2'), 'and its code');
select is((pg_temp.paper(:'a2')::jsonb -> 'names')::text,
    '[{"line": 1, "runners": [{"name": "Citadelle", "number": 7}], "marketName": "Simple gagnant"}]', 'in words');
select is(pg_temp.paper(:'a2')::jsonb -> 'result',
    jsonb_build_object('order', to_jsonb(r.runner_order), 'winner',
    jsonb_build_object('number', n.number, 'name', n.name)), 'how the race ended, for a receipt')
    from hippo.round r join hippo.round_runner n on n.round_id = r.round_id and n.number = r.runner_order[1] where r.round_id = 10000001;
select is(j ->> 'paidAtLocal', to_char((j #>> '{paid,at}')::timestamptz at time zone 'America/Port-au-Prince',
    'YYYY-MM-DD HH24:MI:SS'), 'and when it was paid, by the clock on the wall')
    from (select pg_temp.paper(:'won')::jsonb as j) p where j #>> '{paid,at}' is not null;
select is(pg_temp.paper(:'r1') ->> 'result', null, 'a void round has no result to print');
select is(api.ticket_copy(pg_temp.token('anna'), 'copy-of-a2', pg_temp.print(), :'a2') ->> 'copy', '1', 'a duplicate has a number');
select is(api.ticket_copy(pg_temp.token('anna'), 'copy-of-a2', pg_temp.print(), :'a2') ->> 'copy', '1', 'asked again, the same');
select is(api.ticket_copy(pg_temp.token('sam'), pg_temp.key(), pg_temp.print(), :'a2') ->> 'copy', '2', 'the next has the next');
select is(pg_temp.refusal(format('select api.ticket_print(%L, %L)', pg_temp.token('anna'), :'a2')), 'HP409 no_original', 'there is no original then');
select is(pg_temp.refusal(format('select api.ticket_copy(%L, pg_temp.key(), pg_temp.print(), %L)',
    pg_temp.token('carl'), :'a2')), 'HP404 not_found', 'not by another shop');
select is((select count(*) from hippo.journal where action = 'copy'), 2::bigint, 'each is on record');
select is((select count(*) from hippo.journal where after::text ~ pg_temp.code(:'a2')), 0::bigint, 'and no code is in the journal');

-- Lists ------------------------------------------------------------------------------------------------------------

select is((api.ticket_list(pg_temp.token('olga'), null, null, null, null, null,
    100) -> 'items' -> 0 ->> 'roundId')::bigint, 10000006::bigint, 'newest first');
create function pg_temp.walk(p_user text, p_limit integer, p_round bigint default null, p_state text default null,
    p_till bigint default null) returns text[] language plpgsql as $$
declare
    v_before text;
    v_page json;
    v_all text[] := '{}';
begin
    loop
        v_page := api.ticket_list(pg_temp.token(p_user), p_round, null, p_state, p_till, v_before, p_limit);
        v_all := v_all || array(select value ->> 'number' from json_array_elements(v_page -> 'items'));
        v_before := v_page ->> 'next';
        exit when v_before is null;
    end loop;
    return v_all;
end
$$;
select is(pg_temp.walk('olga', 7), array(select hippo.ticket_number(ticket_id) from hippo.ticket
    order by round_id desc, ticket_id desc), 'pages have every ticket once');
select is(pg_temp.walk('anna', 3), array(select hippo.ticket_number(ticket_id) from hippo.ticket t
    join hippo.till_session s using (till_session_id) where s.till_id = 1 order by round_id desc, ticket_id desc),
    'a cashier sees the own till''s');
select is(pg_temp.walk('sid', 100), array(select hippo.ticket_number(ticket_id) from hippo.ticket t
    join hippo.till_session s using (till_session_id) where s.till_id = 3 order by round_id desc, ticket_id desc),
    'a supervisor the shop''s');
select is(pg_temp.walk('olga', 2, 10000002, 'lost', 3),
    array(select hippo.ticket_number(ticket_id) from hippo.ticket t join hippo.till_session s using (till_session_id)
    where s.till_id = 3 and round_id = 10000002 and t.state = 'lost' order by ticket_id desc), 'filters filter');
select is((api.ticket_list(pg_temp.token('olga'), 10000002, null, null, null, null, 1) -> 'stats')::jsonb,
          (select jsonb_build_object('tickets', count(*), 'stake', sum(stake), 'prizes', sum(prize), 'unpaid', 0)
              from hippo.ticket where round_id = 10000002), 'totals are of all pages');
select is((api.ticket_list(pg_temp.token('olga'), null, '2026-01-02', null, null, null,
    1) #>> '{stats,tickets}')::bigint, (select count(*) from hippo.ticket), 'of a day too');
select is(api.ticket_list(pg_temp.token('olga'), null, '2026-01-03', null, null, null, 1) #>> '{stats,tickets}', '0',
    'an empty day is empty');
select is(json_array_length(api.ticket_list(pg_temp.token('olga'), null, '2026-01-03', null, null, null, 1) -> 'items'),
    0, 'and shows no ticket of another day');
select is(api.ticket_list(pg_temp.token('olga'), 9223372036854775807, null, null, null, null, 1) #>> '{stats,tickets}',
    '0', 'nor does the last number there is');
select is(pg_temp.refusal(format('select api.ticket_list(%L, null, null, %L, null, %L, %s)', pg_temp.token('olga'),
    state, before, lim), 'name'), 'HP400 bad_parameter name=' || name, 'refused: ' || name)
from (values ('x', null, 10, 'state'), (null, '01-010001-5', 10, 'before'), (null, null, 0, 'limit'),
    (null, null, 101, 'limit')) as bad (state, before, lim, name);

select * from finish();
rollback;
