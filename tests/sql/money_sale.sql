-- SPDX-License-Identifier: MIT
-- The sale: what it takes, what it refuses and why, and that it is all or nothing.
begin;
select plan(116);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

-- A ticket ---------------------------------------------------------------------------------------------------------

select pg_temp.sell('anna', '{win 6,win 54}', '{2500,3000}', p_key => 'first-sale')::jsonb as sale \gset
select :'sale'::jsonb ->> 'number' as number, :'sale'::jsonb ->> 'code' as code \gset
select is(:'sale'::jsonb - '{number,code,commitment,cardHash}'::text[], jsonb_build_object(
    'roundId', 10000001, 'state', 'sold', 'soldAt', '2026-01-02T12:00:00.000Z', 'stake', 5500, 'lines', jsonb_build_array(
        '{"line": 1, "market": "win", "selection": "6", "odds": 550, "stake": 2500, "prize": 13750}'::jsonb,
        '{"line": 2, "market": "win", "selection": "54", "odds": 450, "stake": 3000, "prize": 13500}'::jsonb)),
    'a sale answers with the house''s odds and what they pay');
select is((:'sale'::jsonb ->> 'commitment', :'sale'::jsonb ->> 'cardHash'), (encode(commitment, 'hex'), encode(card_hash, 'hex')),
          'the commitment and the card are on the ticket') from hippo.round;
select matches(:'number'::text, '^01-01[0-9]{4}-[0-9X]$', 'a number is text, with its leading zeros: shop, till, serial, check');
select is(hippo.ticket_number(hippo.ticket_id(:'number')), :'number', 'and comes back the same');
select matches(:'code'::text, '^[0-9A-HJKMNP-TV-Z]{8}$', 'a code has 8 characters of Crockford''s base 32');
select is((select count(*) from hippo.ticket where code_hash = sha256(convert_to(:'number' || :'code', 'UTF8'))),
    1::bigint, 'only its hash is kept');
select is((state::text, stake, prizes, cardinality(price_ids), prize, closed_at)::text, '(sold,5500,"{13750,13500}",2,,)',
          'ticket and lines are one row') from hippo.ticket;
select is((scope, seq, action, debit, debit_id, credit, credit_id, amount, hippo.ticket_number(ticket_id))::text,
          format('(1,2,sale,till_cash,1,open_bets,10000001,5500,%s)', :'number'),
              'the sale puts cash into the till, and owes it to the round')
from hippo.journal where action = 'sale';
select is(pg_temp.cash(1), 105500::bigint, 'the till has it');

-- The number that a sale writes is the one that hippo.ticket_number writes, however many digits it has. What is tried
-- comes back as an error, so that nothing stays of it.
create function pg_temp.number_after(p_seq bigint) returns text language plpgsql as $$
begin
    update hippo.till_book set seq = p_seq where till_id = 1;
    raise exception using errcode = 'P0001', message = pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number';
exception when raise_exception then
    return sqlerrm;
end
$$;
select is(pg_temp.number_after(seq), hippo.ticket_number(101000000000 + seq + 1), 'the number after ' || seq)
from unnest(array[7, 98, 9998, 9999, 123456, 7654320, 98765431, 987654320, 999999997]) as s (seq);

-- Idempotency
select is(pg_temp.sell('anna', '{win 6,win 54}', '{2500,3000}', p_key => 'first-sale')::jsonb, :'sale'::jsonb,
    'the same request again gives the same answer, code and all');
select is((select count(*) from hippo.ticket), 1::bigint, 'and sells nothing');
select is(pg_temp.refusal(format('select api.ticket_sell(%L, ''first-sale'', pg_temp.print(''other''), 10000001, null,'
    ' ''{win 6}'', ''{2500}'')',
          pg_temp.token('anna'))), 'HP422 key_reused', 'another request with the same key is refused');
select is(pg_temp.sell('bert', '{win 6,win 54}', '{2500,3000}', p_key => 'first-sale')::jsonb ->> 'number' <> :'number', true,
          'another user may have the same key');
select is(pg_temp.refusal(format('select api.ticket_sell(%L, %L, pg_temp.print(), 10000001, null, ''{win 6}'', '
    '''{2500}'')', pg_temp.token('anna'), key)),
          'HP400 idempotency_key', 'no sale with the key ' || coalesce(key, 'null'))
from (values (null), ('short'), (repeat('x', 65)), ('with blank')) as bad (key);

-- Refusals ---------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.sell(''anna'', %L, %L)', selections, stakes), variadic facts), want, what)
from (values
    ('{win 6}'::text[], '{2499}'::bigint[], '{line,min}'::text[], 'HP400 stake_min line=1 min=2500', 'a stake below the smallest'),
    ('{win 6,win 7}', '{2500,500500}', '{line,max}', 'HP400 stake_max line=2 max=500000', 'a stake above the largest'),
    ('{win 6,win 7,win 8}', '{2500,2500,2600}', '{line,step}', 'HP400 stake_step line=3 step=500', 'a stake between the steps'),
    ('{win 6}', '{0}', '{line,min}', 'HP400 stake_min line=1 min=2500', 'no stake'),
    ('{win 6}', '{-2500}', '{line}', 'HP400 stake_min line=1', 'a negative stake'),
    ('{win 6}', '{null}', '{line}', 'HP400 bad_stake line=1', 'a stake that is no whole number'),
    ('{win 6}', '{9223372036854775807}', '{line}', 'HP400 stake_max line=1', 'the largest number there is'),
    ('{win 11}', '{2500}', '{line}', 'HP400 bad_selection line=1', 'a runner that does not run'),
    ('{win 6,win }', '{2500,2500}', '{line}', 'HP400 bad_selection line=2', 'a line without a runner'),
    ('{"win 6 "}', '{2500}', '{line}', 'HP400 bad_selection line=1', 'a blank too many'),
    ('{place 6}', '{2500}', '{line}', 'HP400 bad_market line=1', 'a market that is switched off'),
    ('{"jackpot 6"}', '{2500}', '{line}', 'HP400 bad_market line=1', 'a market that does not exist'),
    ('{NULL}', '{2500}', '{line}', 'HP400 bad_market line=1', 'no selection'),
    ('{}', '{}', '{max}', 'HP400 lines max=20', 'a ticket without lines'),
    (null, null, '{max}', 'HP400 lines max=20', 'no lines at all'),
    ('{win 6,win 7}', '{2500}', '{line}', 'HP400 bad_stake line=2', 'fewer stakes than lines'),
    ('{win 6}', '{2500,2500}', '{max}', 'HP400 lines max=20', 'more stakes than lines'),
    (array_fill('win 6'::text, array[21]), array_fill(2500::bigint, array[21]), '{max}', 'HP400 lines max=20', 'a line too many')
) as bad (selections, stakes, facts, want, what);
select is((select count(*) from hippo.ticket), 2::bigint, 'a refused ticket leaves nothing: all or nothing');
select is((select count(*) from hippo.journal where action = 'sale'), 2::bigint, 'neither in the journal');
select lives_ok('select pg_temp.sell(''anna'', array_fill(''win 6''::text, array[20]), array_fill(2500::bigint, '
    'array[20]))', 'twenty lines are fine');
select is(array(select pg_temp.sell('anna', '{win 6}', array[stake]) ->> 'stake'
    from unnest('{2500,500000}'::bigint[]) stake), '{2500,500000}', 'the bounds themselves are fine');

select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'', 10000002)', 'roundId'),
    'HP409 round_changed roundId=10000001', 'a round that is not on');
select is(pg_temp.refusal(format('select api.ticket_sell(%L, pg_temp.key(), pg_temp.print(), null, null, ''{win 6}'', '
    '''{2500}'')', pg_temp.token('anna')), 'name'),
          'HP400 bad_parameter name=roundId', 'no round');
select is(pg_temp.refusal(format('select api.ticket_sell(%L, pg_temp.key(), pg_temp.print(), 10000001, %L, ''{win '
    '6}'', ''{2500}'')', pg_temp.token('anna'), sha256('another'))),
          'HP409 card_changed', 'another card than the round''s');
select lives_ok(format('select api.ticket_sell(%L, pg_temp.key(), pg_temp.print(), 10000001, %L, ''{win 6}'', '
    '''{2500}'')', pg_temp.token('anna'), card_hash),
                'the round''s card is fine') from hippo.round;

-- Who may sell
select is(pg_temp.refusal(format('select pg_temp.sell(%L, ''{win 6}'', ''{2500}'')', name)), want, name || ' does not sell')
from (values ('nobody', 'HP401 not_signed_in'), ('ada', 'HP403 forbidden'), ('olga', 'HP403 forbidden'),
    ('sam', 'HP409 till_closed')) as u (name, want);
-- Without a round and without a till nothing is distinct from anything: it must not try for ever.
set local statement_timeout = '10s';
select is(pg_temp.refusal(format('select api.ticket_sell(%L, pg_temp.key(), pg_temp.print(), null, null, ''{win 6}'', '
    '''{2500}'')', pg_temp.token(name))),
          want, name || ' does not sell on no round')
from (values ('nobody', 'HP401 not_signed_in'), ('ada', 'HP403 forbidden'), ('olga', 'HP403 forbidden'),
    ('sam', 'HP409 till_closed')) as u (name, want);
set local statement_timeout = 0;
select is((select s.user_id from hippo.ticket t join hippo.till_session s using (till_session_id)
    where t.ticket_id = hippo.ticket_id(:'number')),
          (select user_id from hippo.app_user where username = 'anna'), 'whose ticket it is comes from the session');
update hippo.sign_in set expires_at = hippo.clock() where token_hash = pg_temp.token('bert');
select is(pg_temp.refusal('select pg_temp.sell(''bert'', ''{win 6}'', ''{2500}'')'), 'HP401 not_signed_in',
    'a session that has run out sells nothing');
update hippo.sign_in set expires_at = hippo.clock() + interval '1 hour' where token_hash = pg_temp.token('bert');
select lives_ok($$ select api.user_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), user_id, null, null, null, true, 'a test')
                   from hippo.app_user where username = 'bert' $$, 'bert is blocked');
select is(pg_temp.refusal('select pg_temp.sell(''bert'', ''{win 6}'', ''{2500}'')'), 'HP401 not_signed_in',
    'a blocked user is out at the next request');

-- The lock ---------------------------------------------------------------------------------------------------------

select pg_temp.at(3999) \g /dev/null
select lives_ok($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$, 'a millisecond before the lock a sale is taken');
select pg_temp.at(4000) \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 betting_closed',
    'at the lock it is not, though the round still says betting');
select is(phase::text, 'betting', 'so it does') from hippo.round;
select is(pg_temp.sell('anna', '{win 6,win 54}', '{2500,3000}', p_key => 'first-sale')::jsonb, :'sale'::jsonb,
    'what was sold before can still be asked again');
select is(pg_temp.refusal($$ select pg_temp.sell('carl', '{win 6}', '{2500}') $$), 'HP409 betting_closed',
    'nor at a till that has not sold in this round');
select scheduler.round_lock(10000001) \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 betting_closed',
    'nor in any later phase: locked');
select pg_temp.at(5000), scheduler.round_race(10000001, 1000000, 1750) \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 betting_closed', 'racing');
select pg_temp.at(8000), pg_temp.finish(10000001, 1) \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 betting_closed', 'finished');
select scheduler.round_settle(10000001) \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 no_round', 'settled');
select pg_temp.at(9000), scheduler.round_open() \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}', 10000001) $$), 'HP409 round_changed',
    'the round after it is another');
select lives_ok($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$, 'and takes bets');
select hippo.round_void_request(10000002, 'a test') \g /dev/null
select is(pg_temp.refusal($$ select pg_temp.sell('anna', '{win 6}', '{2500}') $$), 'HP409 betting_closed',
    'a round that is to be void takes none');
select is(pg_temp.refusal($$ select pg_temp.sell('carl', '{win 6}', '{2500}') $$), 'HP409 betting_closed', 'at any till');

-- Numbers and codes ------------------------------------------------------------------------------------------------

select is(hippo.ticket_number(id), number, 'number of ' || id)
from (values (101000000001, '01-010001-4'), (101000012345, '01-0112345-7'), (12099000000007, '120-990007-2')) as t (id, number);
-- ISO 7064 MOD 11-2 by its definition: the number with its check character is 1 modulo 11, digit i from the right weighing 2^i.
select is_empty($$
    select number from (
        select hippo.ticket_number(id) as number from (
            select (1 + random() * 998)::bigint * 100000000000 + (1 + random() * 98)::bigint * 1000000000
                + (random() * 10 ^ (1 + i % 9))::bigint % 999999999 as id
            from generate_series(1, 2000) i) ids) numbers
    where (select sum(case d when 'X' then 10 else d::integer end * (2 ^ (n - place))::numeric) % 11
           from (select length(replace(number, '-', '')) as n) l,
                string_to_table(replace(number, '-', ''), null) with ordinality as c (d, place)) <> 1
  $$, 'the check character is ISO 7064 MOD 11-2');
select is((select count(*) from generate_series(1, 500) i, lateral (select 101000000000 + i * 7919 as id) t
           where hippo.ticket_id(hippo.ticket_number(id)) = id), 500::bigint, 'a number names its ticket');
select is_empty($$
    select spoilt from (select hippo.ticket_number(101000000000 + i * 7919) as number from generate_series(1, 40) i) t,
        generate_series(1, length(number)) p, generate_series(0, 9) d,
        lateral (select overlay(number placing d::text from p for 1) as spoilt) s
    where spoilt <> number and substr(number, p, 1) <> '-' and p < length(number) and hippo.ticket_id(spoilt) is not null
  $$, 'every single wrong digit is found');
select is_empty($$
    select swapped from (select hippo.ticket_number(101000000000 + i * 7919) as number from generate_series(1, 200) i) t,
        generate_series(1, length(number) - 3) p,
        lateral (select overlay(number placing substr(number, p + 1, 1) || substr(number, p, 1) from p for 2) as swapped) s
    where swapped <> number and number !~ ('^.{' || p - 1 || '}.?-') and hippo.ticket_id(swapped) is not null
  $$, 'every exchange of two neighbours is found');
select is(hippo.ticket_number(null), null, 'no ticket has no number');
select is(hippo.ticket_id(number), null, 'no number: ' || coalesce(number, 'null'))
from (values (null), (''), ('01-010001-5'), ('1-010001-4'), ('01010001-4'), ('01-0101-3'), ('01-010001-4;'),
    ('٠١-010001-4'), ('999-999999999999-3')) as bad (number);
select is(hippo.ticket_id(' 01-010001-4 '), 101000000001, 'blanks around a number are forgiven');
select is((select count(distinct code) from (select hippo.ticket_code(101000000000 + i, sha256('secret')) as code
    from generate_series(1, 5000) i) c), 5000::bigint, '5 000 codes are 5 000 codes');
select ok((select max(abs(n - 1250)) < 180 from (
              select c, count(*) as n from generate_series(1, 5000) i,
                  string_to_table(hippo.ticket_code(i, sha256('secret')), null) c group by c) f),
                  'each of the 32 characters is as frequent as the others')
    where (select count(distinct c) from generate_series(1, 5000) i, string_to_table(hippo.ticket_code(i, sha256('secret')), null) c) = 32;
select isnt(hippo.ticket_code(1, sha256('a')), hippo.ticket_code(1, sha256('b')), 'another till''s secret, another code');

-- Who sees what ----------------------------------------------------------------------------------------------------

select is(api.ticket_get(pg_temp.token(name), :'number') is not null, sees,
    format('%s %s the ticket', name, case when sees then 'sees' else 'does not see' end))
from (values ('anna', true), ('sam', true), ('sue', true), ('carl', false), ('sid', false), ('ada', true),
    ('olga', true)) as u (name, sees);
select is(pg_temp.refusal(format('select api.ticket_get(%L, %L)', sha256('stranger'), :'number')),
    'HP401 not_signed_in', 'a stranger sees none');
select is(api.ticket_peek(:'number', :'code') ->> 'number', :'number', 'whoever has number and code sees it');
select is(api.ticket_peek(:'number', lower(:'code')) is not null, true, 'small letters are fine');
select is(api.ticket_peek(number, code)::text, null, what)
from (values (:'number', overlay(:'code' placing case when left(:'code', 1) = '0' then '1' else '0' end from 1 for 1),
    'a wrong code shows nothing'), (hippo.ticket_number(101000004444), :'code', 'nor a wrong number')) as bad (number, code, what);
select is(pg_temp.refusal(format('select api.ticket_peek(%L, %L)', number, code)), want, what)
from (values (:'number', null, 'HP404 not_found', 'nor no code'), ('01-010003-X', :'code', 'HP404 number_mistyped', 'nor a mistyped one'),
    (null, :'code', 'HP404 not_found', 'nor no number')) as bad (number, code, want, what);
select is((api.ticket_peek(:'number', :'code')::jsonb ? 'cashier')
    or (api.ticket_peek(:'number', :'code')::jsonb ? 'till'), false, 'a player does not see who sold it');
select is(api.ticket_get(pg_temp.token('anna'), :'number') ->> 'maxPrize', '13750',
    'the largest total over all orders, not the sum of the lines');

select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
