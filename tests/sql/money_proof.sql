-- SPDX-License-Identifier: MIT
-- The proof of the money: each of its checks is seen to fire, by a tampering behind the guards' back that nothing else explains.
begin;
select plan(89);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

-- A history with something of everything: round 1 settled (a winner paid with rounding, one unpaid, one expired), round 2 void
-- (one refunded, one not), round 3 open with tickets; a till closed with a variance, one counted, one open.
create function pg_temp.on_all(p_user text, p_stake bigint) returns text[] language sql as $$
    select array_agg(n.number order by runner) from (
        select runner, pg_temp.sell(p_user, array['win ' || runner], array[p_stake]) ->> 'number' as number
            from unnest('{6,7,8,9,10,54}'::integer[]) runner) n
$$;
create function pg_temp.won(p_numbers text[]) returns text language sql as $$ select n from unnest(p_numbers) n where
    pg_temp.state(n) = 'won' $$;
create function pg_temp.id(p_number text) returns bigint language sql as $$ select hippo.ticket_id(p_number) $$;

select pg_temp.set('warn_days', 1), pg_temp.set('ticket_days', 1) \g /dev/null
select pg_temp.on_all('carl', 2500) as short_lived, pg_temp.run_out(10000001), scheduler.round_open() \gset
-- (round 1 was opened with 90 days: its winner stays; rounds from 2 on have one day)
select pg_temp.on_all('bert', 2500) as second, pg_temp.run_out(10000002) \gset
select pg_temp.won(:'second') as expired_ticket \gset
select pg_temp.at(2 * 3600000), scheduler.round_open() \g /dev/null
select pg_temp.set('ticket_days', 90), pg_temp.set('cash_unit', 500) \g /dev/null
select pg_temp.at(26 * 3600000) \g /dev/null
select hippo.claims_expire(10) as expired \gset
delete from hippo.sign_in;
select pg_temp.sign_in(username) from hippo.app_user order by user_id \g /dev/null
select hippo.round_void_request(10000003, 'a test'), scheduler.round_void(10000003, pg_temp.secret(10000003)) \g /dev/null
select pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = 10000003 \g /dev/null
select scheduler.round_open() \g /dev/null
select pg_temp.on_all('anna', 5500) as fourth, pg_temp.on_all('carl', 3000) as fourth_carl,
    pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as voided \gset
select pg_temp.void('anna', :'voided') \g /dev/null
select pg_temp.run_out(10000004), scheduler.round_open() \g /dev/null
select pg_temp.won(:'fourth') as paid, pg_temp.won(:'fourth_carl') as unpaid \gset
select n as lost from unnest(:'fourth'::text[]) n where pg_temp.state(n) = 'lost' limit 1 \gset
select pg_temp.pay('anna', :'paid') \g /dev/null
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as refunded,
    pg_temp.sell('anna', '{win 7}', '{2500}') ->> 'number' as refundable \gset
select hippo.round_void_request(10000005, 'a test'), scheduler.round_void(10000005, pg_temp.secret(10000005)) \g /dev/null
select pg_temp.pay('anna', :'refunded') \g /dev/null
select pg_temp.at(hippo.ms(closes_at) - hippo.ms('2026-01-02 12:00:00+00')) from hippo.round where round_id = 10000005 \g /dev/null
select scheduler.round_open() \g /dev/null
select n.a[1] as open, n.a[2] as open2 from (select array[pg_temp.sell('anna', '{win 6,win 7}',
    '{2500,3000}') ->> 'number', pg_temp.sell('anna', '{win 8}', '{2500}') ->> 'number'] as a) n \gset
select pg_temp.close_till('bert', '{"1": 114000}', 'a coin') ->> 'state' as bert_state \gset
select pg_temp.open_till('bert', 2, 50000) \g /dev/null
select pg_temp.close_till('bert', '{"1": 5}', 'robbed') ->> 'state' as bert_state2 \gset
select is(:expired || ' ' || pg_temp.state(:'expired_ticket') || ' ' || pg_temp.state(:'paid') || ' '
    || pg_temp.state(:'unpaid') || ' ' || pg_temp.state(:'refunded') || ' ' || pg_temp.state(:'refundable') || ' '
    || :'bert_state2',
          '1 expired paid won refunded refundable counted', 'the history has something of everything');
select is(pg_temp.proof(), '', 'and passes');

create temp table fired (invariant text);
-- Does it behind the guards' back, gives what the proof says, and takes it back.
create function pg_temp.tamper(p_statement text) returns text[] language plpgsql as $$
declare
    v_invariants text[];
begin
    set local session_replication_role = replica;
    execute p_statement;
    set local session_replication_role = origin;
    v_invariants := array(select distinct invariant from report.proof() order by invariant);
    raise exception using errcode = 'TEST0', message = v_invariants::text;
exception when sqlstate 'TEST0' then
    v_invariants := sqlerrm::text[];
    insert into fired select unnest(v_invariants);
    return v_invariants;
end
$$;
-- The chains again as their rows now are: as somebody would who owns the database, and knows how.
create function pg_temp.forge() returns void language plpgsql as $$
declare
    v_entry hippo.journal;
    v_hash bytea;
    v_scope integer;
begin
    for v_scope in select distinct scope from hippo.journal order by 1 loop
        v_hash := sha256(convert_to(case v_scope when 0 then 'house' else 'till ' || v_scope end, 'UTF8'));
        for v_entry in select * from hippo.journal where scope = v_scope order by seq loop
            v_hash := hippo.journal_hash(v_hash, v_entry,
                hippo.journal_content(v_entry, (select t from hippo.ticket t where t.ticket_id = v_entry.ticket_id)));
            update hippo.journal set hash = v_hash where scope = v_scope and seq = v_entry.seq;
        end loop;
        update hippo.house_book set hash = v_hash where v_scope = 0;
        update hippo.till_book set hash = v_hash where till_id = v_scope;
    end loop;
end
$$;
select is(pg_temp.tamper('select pg_temp.forge()'), '{}', 'forging the chains anew changes nothing by itself');

-- Each tampering is forged into the chains, where it is one of the journal: only the books themselves can tell.
select is(pg_temp.tamper(replace(replace(replace(replace(replace(replace(replace(statement,
    '$paid', pg_temp.id(:'paid')::text), '$unpaid', pg_temp.id(:'unpaid')::text), '$open', pg_temp.id(:'open')::text),
        '$refundable', pg_temp.id(:'refundable')::text),
    '$refunded', pg_temp.id(:'refunded')::text), '$lost', pg_temp.id(:'lost')::text), '$voided',
        pg_temp.id(:'voided')::text) || '; select pg_temp.forge()'), want, what)
from (values
    -- Tickets
    ('a prize that the odds do not give', 'update hippo.ticket set prizes = ''{13751,14100}'' where ticket_id = $open',
        '{"a ticket''s lines are on its card, and pay what their odds say"}'::text[]),
    ('a line of another stake than its ticket',
        'update hippo.ticket set stakes = ''{3000,3000}'', prizes = ''{16500,14100}'' where ticket_id = $open',
        '{"a ticket''s lines are on its card, and pay what their odds say"}'),
    ('a line without a prize', 'update hippo.ticket set prizes = ''{13750}'' where ticket_id = $open',
        '{"a ticket''s lines are on its card, and pay what their odds say"}'),
    ('a line on a market that the round did not sell',
        'update hippo.ticket t set price_ids = array[p.price_id, price_ids[2]], prizes = array[2500 * p.odds / 100, '
            '14100] from hippo.price p where p.label = ''top3 6'' and ticket_id = $open',
        '{"a ticket''s lines are on its card, and pay what their odds say"}'),
    ('a ticket sold after the lock',
        'update hippo.ticket set sold_at = r.locks_at from hippo.round r where r.round_id = ticket.round_id and '
            'ticket_id = $open; update hippo.journal set at = (select sold_at from hippo.ticket where ticket_id = '
            '$open) where ticket_id = $open',
        '{"a ticket was sold while its round took bets"}'),
    ('a ticket sold before the opening',
        'update hippo.ticket set sold_at = r.opened_at - interval ''1 ms'' from hippo.round r where r.round_id = '
            'ticket.round_id and ticket_id = $open; update hippo.journal set at = (select sold_at from hippo.ticket '
            'where ticket_id = $open) where ticket_id = $open',
        '{"a ticket was sold while its round took bets"}'),
    ('a ticket voided after the lock',
        'update hippo.ticket set closed_at = r.locks_at from hippo.round r where r.round_id = ticket.round_id and '
            'ticket_id = $voided; update hippo.journal set at = (select closed_at from hippo.ticket where ticket_id = '
            '$voided) where ticket_id = $voided and action = ''void''',
        '{"a ticket was sold while its round took bets"}'),
    ('a lost ticket of a settled round made open again', 'update hippo.ticket set state = ''sold'', prize = null where ticket_id = $lost',
        '{"a ticket''s state goes with its round''s phase","the balance of open_bets is what its tickets say","the '
            'balance of revenue is what its tickets say"}'),
    ('a lost ticket made a winner without a prize', 'update hippo.ticket set state = ''won'' where ticket_id = $lost',
        '{"a settled ticket won what its winning lines pay","what the house owes has a claim, and nothing else has"}'),
    ('a lost ticket made a winner', 'update hippo.ticket set state = ''won'', prize = 5000 where ticket_id = $lost; '
        'insert into hippo.claim select ticket_id, round_id, 5000, sold_at, sold_at from hippo.ticket where ticket_id '
        '= $lost;
        update hippo.round_totals set prizes = prizes + 5000, winning_tickets = winning_tickets + 1 where round_id = 10000004',
        '{"a settled ticket won what its winning lines pay","the balance of prizes_payable is what its tickets say",'
            '"the balance of revenue is what its tickets say"}'),
    ('another selection that won', 'update hippo.round_totals set winning_prices = winning_prices || (select '
        'min(p.price_id) from hippo.price p join hippo.round r using (card_template_id)
        where r.round_id = 10000001 and p.market = ''win'' and not p.price_id = any (winning_prices)) where round_id = 10000001',
        '{"a settled ticket won what its winning lines pay","the winning selections are those of the order"}'),
    ('totals of a round with nobody''s tickets',
        'update hippo.round_totals set tickets = tickets + 1 where round_id = 10000003',
        '{"the published totals are the tickets''"}'),
    ('totals that hide a prize', 'update hippo.round_totals set prizes = prizes - 1 where round_id = 10000004',
        '{"the published totals are the tickets''"}'),
    ('a claim that vanished', 'delete from hippo.claim where ticket_id = $unpaid',
        '{"what the house owes has a claim, and nothing else has"}'),
    ('a claim of more', 'update hippo.claim set amount = amount + 1 where ticket_id = $refundable',
        '{"what the house owes has a claim, and nothing else has"}'),
    ('a claim of a lost ticket',
        'insert into hippo.claim select ticket_id, round_id, stake, sold_at, sold_at from hippo.ticket where '
            'ticket_id = $lost', '{"what the house owes has a claim, and nothing else has"}'),
    ('a payment that vanished', 'delete from hippo.payment where ticket_id = $refunded',
        '{"what was paid has one payment, and nothing else has"}'),
    ('a payment of another amount',
        'update hippo.payment set amount = amount - 700, cash = cash - 700 where ticket_id = $paid',
        '{"a prize is paid in the coins of its round, and a refund is what was taken",'
        '"what was paid has one payment, and nothing else has"}'),
    ('a payment of a lost ticket',
        'insert into hippo.payment select $lost, till_session_id, user_id, paid_at, amount, amount, note from '
            'hippo.payment where ticket_id = $paid', '{"a prize is paid in the coins of its round, and a refund is what was taken",'
        '"what was paid has one payment, and nothing else has"}'),
    ('a payment by somebody else', 'update hippo.payment set user_id = user_id + 1 where ticket_id = $paid',
        '{"what was paid has one payment, and nothing else has"}'),
    ('a payment at another time',
        'update hippo.payment set paid_at = paid_at + interval ''1 ms'' where ticket_id = $paid',
        '{"what was paid has one payment, and nothing else has"}'),
    ('a payment at another till',
        'update hippo.payment set till_session_id = (select min(till_session_id) from hippo.till_session where '
            'till_id = 2) where ticket_id = $paid', '{"what was paid has one payment, and nothing else has"}'),
    ('a payment with another note', 'update hippo.payment set note = ''x'' where ticket_id = $paid',
        '{"what was paid has one payment, and nothing else has"}'),
    ('a payment of more cash', 'update hippo.payment set cash = cash + 700 where ticket_id = $paid',
        '{"a prize is paid in the coins of its round, and a refund is what was taken",'
        '"the balance of rounding is what its tickets say","what was paid has one payment, and nothing else has"}'),
    -- Ledger
    ('a prize that fell to the house twice', 'update hippo.journal set amount = amount + 1 where action = ''expiry''',
        '{"each ended ticket has its one posting","the balance of prizes_payable is what its tickets say","the '
            'balance of unclaimed is what its tickets say"}'),
    ('a settlement that kept something',
        'update hippo.journal set amount = amount - 1 where action = ''prizes'' and subject = ''10000004'' and '
            'debit_id = 120', '{"the balance of prizes_payable is what its tickets say","the balance of revenue is '
            'what its tickets say"}'),
    ('a void round that gave back less',
        'update hippo.journal set amount = amount - 1 where action = ''round_void'' and subject = ''10000005''',
        '{"the balance of open_bets is what its tickets say","the balance of refunds_payable is what its tickets say"}'),
    ('a tax that no rate asks for', 'update hippo.payment set withheld = 1, cash = cash - 1 where ticket_id = $paid',
        '{"a prize is paid in the coins of its round, and a refund is what was taken",'
        '"of a prize is withheld what the rate of its round''s day says, and of a refund nothing",'
        '"the balance of tax is what its tickets say"}'),
    ('a rounding that nobody got',
        'update hippo.journal set amount = amount + 1 where action = ''rounding'' and ticket_id = $paid',
        '{"the balance of rounding is what its tickets say","what was paid has one payment, and nothing else has"}'),
    ('stakes of a round posted to another',
        'update hippo.journal set debit_id = 10000002 where action = ''stakes'' and subject = ''10000004'' and '
            'credit_id = 1', '{"the balance of open_bets is what its tickets say"}'),
    ('an amount without an account',
        'update hippo.journal set debit = null, debit_id = null where action = ''till_open'' and scope = 3',
        '{"a posting has two different accounts"}'),
    ('a posting from an account to itself',
        'update hippo.journal set credit = debit, credit_id = debit_id where action = ''till_open'' and scope = 3',
        '{"a posting has two different accounts"}'),
    ('a ticket whose sale vanished from the till',
        'update hippo.journal set action = ''cash_in'' where ticket_id = $open',
        '{"each ticket has its one sale posting"}'),
    ('a sale of less cash than the ticket''s stake',
        'update hippo.journal set amount = amount - 500 where ticket_id = $open',
        '{"each ticket has its one sale posting","the balance of open_bets is what its tickets say"}'),
    ('a ticket that was never sold',
        'insert into hippo.ticket select ticket_id + 100, round_id, till_session_id, state, 0, sold_at, null, null, '
            'null, stake, null, price_ids, stakes, prizes, code_hash from hippo.ticket where ticket_id = $open',
        '{"a ticket''s code is its own","a till''s exposure on the round is that of its tickets","each ticket has its '
            'one sale posting","the balance of open_bets is what its tickets say"}'),
    ('a ticket that vanished', 'delete from hippo.ticket where ticket_id = $open',
        '{"a till''s exposure on the round is that of its tickets","each ticket has its one sale posting","the '
            'balance of open_bets is what its tickets say"}'),
    ('a sale by somebody else', 'update hippo.journal set user_id = user_id + 1 where ticket_id = $open',
        '{"each ticket has its one sale posting"}'),
    ('a ticket given to another session of the till', 'insert into hippo.till_session (till_id, user_id, state, '
        'opened_at, opened_seq, float_minor, counted_at, counted_by, counts, counted_minor, expected_minor, closed_at,'
        ' closed_by, closed_seq)
        select till_id, user_id, ''closed'', opened_at, 900, 0, opened_at, user_id, ''{}'', 0, 0, opened_at, user_id,
            901 from hippo.till_session where till_id = 1;
        update hippo.ticket set till_session_id = (select max(till_session_id) from hippo.till_session)
        where ticket_id = $open',
        '{"each ticket has its one sale posting"}'),
    ('a paid ticket whose payment was posted as something else',
        'update hippo.journal set action = ''cash_out'' where action = ''pay'' and ticket_id = $paid',
        '{"each ended ticket has its one posting"}'),
    ('a ticket that ended twice',
        'insert into hippo.journal select scope, 900, at, user_id, ''void'', ticket_id, subject, ''bank'', 1, '
            '''sundry'', 1, amount, null, null, null, null, null, null, hash from hippo.journal where action = '
            '''pay'' and ticket_id = $paid; update hippo.till_book set seq = 900 where till_id = 1',
        '{"each ended ticket has its one posting","the journal is as it was written"}'),
    ('an end at another time', 'update hippo.ticket set closed_at = closed_at + interval ''1 ms'' where ticket_id = '
        '$paid', '{"each ended ticket has its one posting"}'),
    ('an end at another entry', 'update hippo.ticket set closed_seq = closed_seq + 2 where ticket_id = $paid',
        '{"each ended ticket has its one posting","what was paid has one payment, and nothing else has"}'),
    -- Tills
    ('a till that had less than nothing',
        'update hippo.journal set amount = 1 where action = ''till_open'' and scope = 3; update hippo.journal set '
            'debit = ''bank'', debit_id = 120, credit = ''till_cash'', credit_id = 3, amount = 2 where (scope, seq) = '
            '(3, 1)',
        '{"there is never less than nothing in a till"}'),
    ('cash that moved while the till was closed', 'insert into hippo.journal select 2, b.seq + 1, at, j.user_id, '
        '''deposit'', null, null, ''till_cash'', 2, ''bank'', 1, 500, null, null, null, null, null, null, j.hash from '
        'hippo.journal j, hippo.till_book b where b.till_id = 2 and j.scope = 2 and j.seq = 1;
        update hippo.till_book set seq = seq + 1 where till_id = 2;
        update hippo.till_session set opened_seq = opened_seq + 1 where till_id = 2 and opened_seq = 1',
        '{"a closed till session is empty","a counted till session keeps what it should have",'
        '"cash moves only while the till is open"}'),
    ('cash posted by another till', 'update hippo.journal set debit_id = 2 where action = ''till_open'' and scope = 3',
        '{"cash is posted by its own till"}'),
    ('a closed till that is not empty',
        'update hippo.journal set amount = amount - 1 where action = ''close'' and scope = 2',
        '{"a closed till session is empty"}'),
    ('a counted till that should have had something else',
        'update hippo.till_session set expected_minor = expected_minor + 1 where state = ''counted''',
        '{"a counted till session keeps what it should have"}'),
    ('a variance of another size',
        'update hippo.till_session set counted_minor = counted_minor + 1 where state = ''closed''',
        '{"a variance is posted as it was counted"}'),
    ('a float that was taken over from nobody', 'update hippo.till_session set taken_from = 1 where till_session_id = 3',
        '{"what was handed over is what was taken over"}'),
    ('a till whose book is somebody else''s', 'update hippo.till_book set user_id = user_id + 100 where till_id = 1',
        '{"a till''s book knows its session"}'),
    ('an open session that no book knows',
        'update hippo.till_book set till_session_id = null, user_id = null where till_id = 3',
        '{"a till''s book knows its session"}'),
    ('a book that sells in a closed session',
        'update hippo.till_book set till_session_id = (select min(till_session_id) from hippo.till_session where '
            'till_id = 2), user_id = 3 where till_id = 2', '{"a till''s book knows its session"}'),
    ('a till that takes its bets for less than they may win',
        'update hippo.till_book set bound = bound - bound where till_id = 1',
        '{"a till''s exposure on the round is that of its tickets"}'),
    ('a till that counts stakes twice', 'update hippo.till_book set stakes = stakes + 2500 where till_id = 1',
        '{"a till''s exposure on the round is that of its tickets"}'),
    ('a till that lent itself something', 'update hippo.till_book set slice = slice + 1 where till_id = 1',
        '{"the round''s loans are the tills'' slices"}'),
    ('a loan that nobody has', 'update hippo.round_lent set lent = lent + 1 where round_id = 10000006',
        '{"the round''s loans are the tills'' slices"}'),
    -- Journal
    ('another code on a ticket', 'update hippo.ticket set code_hash = sha256(''x'') where ticket_id = $open',
        '{"a ticket''s code is its own"}')
) as bad (what, statement, want);

-- A changed byte, wherever in the journal: found by the chain, if nothing else can tell.
select is(pg_temp.tamper(statement), '{"the journal is as it was written"}', what)
from (values
    ('a reason that was rewritten', 'update hippo.journal set reason = ''other'' where action = ''setting'' and scope = 0'),
    ('an address that was rewritten', 'update hippo.journal set address = ''10.0.0.2'' where action = ''user_create'''),
    ('a request''s answer that was rewritten', 'update hippo.journal set after = ''{}'' where action = ''till_create'''),
    ('an entry that vanished from the middle', 'delete from hippo.journal where (scope, seq) = (0, 5)'),
    ('a last entry that vanished',
        'delete from hippo.journal where scope = 2 and seq = (select max(seq) from hippo.journal where scope = 2)'),
    ('an entry too many at the end',
        'insert into hippo.journal (scope, seq, at, action, hash) select 0, seq + 1, now(), ''x'', hash from hippo.house_book'),
    ('an entry before the first', 'insert into hippo.journal (scope, seq, at, action, hash) select 0, 0, now(), ''x'', sha256(''house'')'),
    ('a journal of a till that there is not',
        'insert into hippo.journal (scope, seq, at, action, hash) values (99, 1, now(), ''x'', ''x'')'),
    ('a head that was moved', 'update hippo.house_book set hash = sha256(''x'')')) as bad (what, statement);

-- Any column of any row: none can change without a trace.
create temp table column_change (name text, change text);
insert into column_change values
    ('scope', 'scope + 1000'), ('seq', 'seq + 1000000'), ('at', 'at + interval ''1 us'''),
        ('user_id', 'coalesce(user_id, 0) + 1'), ('action', 'action || ''x'''),
    ('ticket_id', 'coalesce(ticket_id, 0) + 1'), ('subject', 'coalesce(subject || '' '', '''')'),
        ('debit', 'case when debit = ''bank'' then ''sundry'' else ''bank'' end::hippo.account'),
    ('debit_id', 'coalesce(debit_id, 0) + 1'),
        ('credit', 'case when credit = ''bank'' then ''sundry'' else ''bank'' end::hippo.account'),
        ('credit_id', 'coalesce(credit_id, 0) + 1'),
    ('amount', 'coalesce(amount, 0) + 1'), ('key', 'coalesce(key, '''') || ''x'''),
        ('fingerprint', 'case when fingerprint is null then ''\x''::bytea else set_byte(fingerprint, 31, '
            'get_byte(fingerprint, 31) # 1) end'),
    ('address', 'coalesce(address || ''0'', '''')'), ('before', 'coalesce((before::text || '' ''), ''{}'')::json'),
        ('after', 'coalesce((after::text || '' ''), ''{}'')::json'), ('reason', 'coalesce(reason || '' '', '''')'),
    ('hash', 'set_byte(hash, 31, get_byte(hash, 31) # 1)');
select set_eq('select name from column_change',
    'select attname::text from pg_attribute where attrelid = ''hippo.journal''::regclass and attnum > 0 and not '
        'attisdropped', 'every column of the journal is tried');
create function pg_temp.is_found(p_scope integer, p_seq bigint, p_column text, p_change text) returns boolean language plpgsql as $$
begin
    set local session_replication_role = replica;
    execute format('update hippo.journal set %I = %s where (scope, seq) = (%s, %s)', p_column, p_change, p_scope, p_seq);
    set local session_replication_role = origin;
    raise exception using errcode = 'TEST0', message = exists (select from report.audit_verify())::text;
exception when sqlstate 'TEST0' then
    return sqlerrm::boolean;
end
$$;
select is_empty($$
    select action, c.name from (select distinct on (action) scope, seq, action from hippo.journal
        order by action, random()) j, column_change c
    where not pg_temp.is_found(scope, seq, name, change)
  $$, 'a change of any column, in an entry of every kind, is found');
select ok((select count(distinct action) from hippo.journal) >= 18, 'there are entries of many kinds');
select is((select count(*) from hippo.journal j
    where j.action = 'sale' and not pg_temp.is_found(scope, seq, 'reason', '''a word''')), 0::bigint,
    'a reason put into any sale');
select is(pg_temp.tamper('update hippo.ticket set stakes = stakes[2:2] || stakes[1:1], prizes = prizes[2:2] || '
    'prizes[1:1], price_ids = price_ids[2:2] || price_ids[1:1] where ticket_id = ' || pg_temp.id(:'open')),
          '{"the journal is as it was written"}', 'lines of a ticket that were put in another order');

-- No daemon can even try; and the owner is stopped.
select throws_ok(format('%s', statement), 'HP409', null, 'refused: ' || statement)
from unnest('{"update hippo.journal set reason = null","delete from hippo.journal","truncate hippo.journal cascade",
    "update hippo.payment set note = null","truncate hippo.payment","update hippo.round_totals set prizes = 0",
    "delete from hippo.round_totals","truncate hippo.round_totals","update hippo.round_terms set stake_min = 1",
    "delete from hippo.round_terms","truncate hippo.price cascade","delete from hippo.ticket",
    "truncate hippo.ticket cascade"}'::text[]) statement;

-- Each check begins with its name: a new one needs a tampering above.
select set_eq($$
    select replace(name[1], '''''', '''')
    from pg_proc, regexp_matches(prosrc, '(?n)^ *select (?:distinct )?''((?:[^'']|'''')+)''', 'g') as name
    where proname in ('proof_tickets', 'proof_tills', 'proof_journal', 'proof_ledger', 'proof_postings', 'proof_books')
        and name[1] not in ('prizes_payable', 'refunds_payable', 'revenue', 'unclaimed', 'rounding', 'open_bets', 'tax')
  union
    select format('the balance of %s is what its tickets say', account)
        from unnest('{open_bets,prizes_payable,refunds_payable,revenue,unclaimed,rounding,tax}'::text[]) account
  $$, $$ select distinct invariant from fired $$, 'every check of the money was seen to fire');
select is(pg_temp.proof(), '', 'after all this the books are as good as before');
select * from finish();
rollback;
