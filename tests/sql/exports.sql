-- SPDX-License-Identifier: MIT
-- Signed exports: who may ask, what is in one, what becomes of one that fails or gets old; and the list of all invariants.
begin;
select plan(38);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql

create function pg_temp.key_hex() returns text language sql immutable as $$ select repeat('ab', 32) $$;
create function pg_temp.ask(p_user text, p_from date, p_to date, p_key text default null) returns json language sql volatile as $$
    select api.export_create(pg_temp.token(p_user), coalesce(p_key, pg_temp.key()), pg_temp.print(), p_from, p_to)
$$;
create function pg_temp.state_of(p_id bigint) returns text language sql volatile as $$
    select api.export_get(pg_temp.token('olga'), p_id) ->> 'state'
$$;
-- A whole one, signed with whatever: its id.
create function pg_temp.export(p_from date, p_to date) returns bigint language plpgsql as $$
declare
    v_id bigint := (pg_temp.ask('olga', p_from, p_to) ->> 'exportId')::bigint;
begin
    if scheduler.export_begin(pg_temp.key_hex()) <> v_id then
        raise exception 'another one is due';
    end if;
    perform scheduler.export_make(v_id, pg_temp.key_hex()),
            scheduler.export_sign(v_id, pg_temp.key_hex(), repeat('00', 32), repeat('00', 64));
    return v_id;
end
$$;
create function pg_temp.lines(p_id bigint) returns setof json language sql volatile as $$
    select line::json from (select part, text from hippo.export_part where export_id = p_id) p,
        string_to_table(rtrim(text, E'\n'), E'\n') with ordinality as l (line, place) order by part, place
$$;

-- The key that signs ----------------------------------------------------------------------------------------------------

select is(pg_temp.outcome($$ select scheduler.signing_key(repeat('ab', 32), repeat('f1', 16)) $$), 'HP401', 'only the leader publishes a key');
select pg_temp.furnish() as round \gset
select is(pg_temp.outcome($$ select scheduler.signing_key('ab', repeat('f1', 16)) $$), 'HP400', 'a key has 32 bytes');
select is(scheduler.signing_key(repeat('cd', 32), repeat('00', 16)), false, 'a scheduler with another key than the session''s publishes none');
select is(api.config() ->> 'signingKeys', '[]', 'so none is told');
select is(scheduler.signing_key(pg_temp.key_hex(), repeat('f1', 16)), true, 'the one that sealed the session does');
select is(scheduler.signing_key(pg_temp.key_hex(), repeat('f1', 16)), false, 'once');
select is(api.config() #>> '{signingKeys,0,publicKey}', pg_temp.key_hex(), 'everybody is told');
select is((select array_agg(subject) from hippo.journal where action = 'signing_key'), array[pg_temp.key_hex()], 'and the journal has it');

-- Asking ----------------------------------------------------------------------------------------------------------------

select is(pg_temp.refusal(format('select pg_temp.ask(%L, %L, %L)', who, f, t)), refused, format('%s from %s to %s', who, f, t))
from (values ('sam', date '2026-01-02', date '2026-01-02', 'HP403 forbidden'),
    ('olga', '2026-01-03', '2026-01-03', 'HP400 bad_parameter'), ('olga', '2026-01-02', '2026-01-01', 'HP400 bad_parameter'),
    ('olga', '2025-12-02', '2026-01-02', 'HP400 bad_parameter'), ('olga', null, '2026-01-02', 'HP400 bad_parameter'),
    ('olga', '2026-01-02', null, 'HP400 bad_parameter')) as t (who, f, t, refused);
select is(hippo.export_is_due(), false, 'nothing is due');
select pg_temp.ask('olga', '2025-12-03', '2026-01-02', 'the-same-key') ->> 'exportId' as first \gset
select is(pg_temp.ask('olga', '2025-12-03', '2026-01-02', 'the-same-key') ->> 'exportId', :'first', 'a repeated request is the same export');
select is(pg_temp.refusal($$ select pg_temp.ask('ada', '2026-01-02', '2026-01-02') $$), 'HP409 conflict', 'one at a time');
select is(scheduler.pulse() ->> 'exportDue', 'true', 'the pulse says that one is due');
select is(pg_temp.refusal(format('select api.export_file(%L, %s)', pg_temp.token('olga'), :'first')), 'HP409 conflict', 'there is no file yet');
select is(scheduler.export_begin(repeat('cd', 32)), null, 'a key that is not published signs nothing');
select is((scheduler.export_begin(pg_temp.key_hex()), scheduler.export_begin(pg_temp.key_hex()), scheduler.export_begin(pg_temp.key_hex()),
           pg_temp.state_of(:'first'))::text, format('(%s,%s,%s,working)', :'first', :'first', :'first'), 'it is tried three times');
select scheduler.export_begin(pg_temp.key_hex()) is null as is_given_up \gset
select is((:'is_given_up'::text, pg_temp.state_of(:'first'), hippo.export_is_due())::text, '(t,failed,f)', 'then it is given up');

-- What is in one --------------------------------------------------------------------------------------------------------

-- A round whose sales go on past midnight, which is at 05:00 UTC.
select pg_temp.sell('anna', '{win 6,win 7}', '{2500,3000}') ->> 'number' as early, pg_temp.run_out(:round) \gset
select pg_temp.at(17 * 3600000 - 2000), scheduler.round_open() as late_round \gset
delete from hippo.sign_in;
select pg_temp.sign_in(username) from hippo.app_user order by user_id \g /dev/null
select pg_temp.sell('anna', '{win 8}', '{2500}') ->> 'number' as before_midnight \gset
select pg_temp.at(17 * 3600000 + 1000) \g /dev/null
select pg_temp.sell('carl', '{win 9}', '{2500}') ->> 'number' as after_midnight \gset
select pg_temp.run_out(:late_round) \g /dev/null
select scheduler.round_open() as next_round, pg_temp.export('2026-01-02', '2026-01-02') as day \gset
select is((select array_agg(l #>> '{ticket,number}' order by l #>> '{ticket,number}') from pg_temp.lines(:day) l where l -> 'ticket' is not null),
    array[:'early', :'before_midnight', :'after_midnight'], 'a day has all tickets of the rounds that opened on it');
select is((select array_agg((l #>> '{proof,roundId}')::bigint) from pg_temp.lines(:day) l where l ->> 'type' = 'round'),
    array[:round, :late_round]::bigint[], 'and these rounds');
select is((select l #>> '{proof,secret}' from pg_temp.lines(:day) l where l #>> '{proof,roundId}' = :'round'), pg_temp.secret(:round), 'with their proofs');
select is((select (l -> 'totals')::text from pg_temp.lines(:day) l where l #>> '{proof,roundId}' = :'late_round'),
    (select format('{"tickets":%s,"stakes":%s,"prizes":%s,"winningTickets":%s}', tickets, stakes, prizes, winning_tickets)
     from hippo.round_totals where round_id = :late_round), 'and totals');
select is_empty(format($$
    select j.scope, j.seq from hippo.journal j
    where j.at >= '2026-01-02 05:00+00' and j.at < '2026-01-03 05:00+00' and not exists (
        select from pg_temp.lines(%s) l where l ->> 'type' = 'entry' and (l ->> 'scope')::integer = j.scope and (l ->> 'entry')::bigint = j.seq
            and l ->> 'hash' = encode(j.hash, 'hex'))
  $$, :day), 'and all that the journal has of it');
select is_empty(format($$
    select from (select l ->> 'scope' as scope, (l ->> 'entry')::bigint as entry, lag((l ->> 'entry')::bigint) over (partition by l ->> 'scope' order by n) as last
          from pg_temp.lines(%s) with ordinality as t (l, n) where l ->> 'type' = 'entry') e where entry <> last + 1
  $$, :day), 'in runs without a hole');
select is((select count(*) from pg_temp.lines(:day) l where (l ->> 'before') is not null and l ->> 'type' = 'chain'
    and l ->> 'before' = encode(sha256(convert_to(case l ->> 'scope' when '0' then 'house' else 'till ' || (l ->> 'scope') end, 'UTF8')), 'hex')), 4::bigint,
    'that begin where the chains begin');
select is((select row(bytes, lines, rounds, tickets, entries)::text from hippo.export where export_id = :day),
    (select row(sum(octet_length(text)), (select count(*) - 1 from pg_temp.lines(:day)), 2, 3,
        (select count(*) from pg_temp.lines(:day) l where l ->> 'type' = 'entry'))::text from hippo.export_part where export_id = :day), 'its counts are right');
select is((select last_value(l ->> 'signature') over () from pg_temp.lines(:day) l where l ->> 'type' = 'end'), repeat('00', 64), 'its last line has the signature');
select is(pg_temp.outcome(format('select scheduler.export_sign(%s, %L, %L, %L)', :day, pg_temp.key_hex(), repeat('00', 32), repeat('00', 64))), 'HP400', 'it is signed once');
select pg_temp.export('2026-01-03', '2026-01-03') as next_day \gset
select is((select array_agg(l #>> '{ticket,number}') from pg_temp.lines(:next_day) l where l -> 'ticket' is not null), array[:'after_midnight'],
    'the next day has what was sold on it, too: its journal begins at midnight');

-- An old one ------------------------------------------------------------------------------------------------------------

select is(scheduler.export_begin(pg_temp.key_hex()), null, 'nothing is to be made');
update hippo.export set signed_at = hippo.lived() - interval '7 days' where export_id = :day;
select hippo.export_is_due() as was_due, scheduler.export_begin(pg_temp.key_hex()) is null as is_nothing \gset
select is((:'was_due'::text, pg_temp.state_of(:day), hippo.export_is_due(), (select count(*) from hippo.export_part where export_id = :day))::text,
    '(t,forgotten,f,0)', 'after a week a file is forgotten');

-- The list of invariants ------------------------------------------------------------------------------------------------

select set_eq($$
    select replace(name[1], '''''', '''')
    from pg_proc, regexp_matches(prosrc, '(?n)^ *select (?:distinct )?''((?:[^'']|'''')+)''', 'g') as name
    where proname in ('proof_rounds', 'proof_house', 'proof_tickets', 'proof_ledger', 'proof_postings', 'proof_tills', 'proof_books',
        'proof_corrections', 'proof_journal', 'proof_seals', 'proof_seal')
        and name[1] not in ('prizes_payable', 'refunds_payable', 'revenue', 'unclaimed', 'rounding', 'open_bets', 'tax')
  union
    select format('the balance of %s is what its tickets say', account)
        from unnest('{open_bets,prizes_payable,refunds_payable,revenue,unclaimed,rounding,tax}'::text[]) account
  $$, $$ select invariant from hippo.invariant_list() $$, 'all invariants of the proof are listed, and no other');
select is((select string_agg(format('%s %s', i ->> 'checkedOn', i ->> 'checked'), ', ' order by i ->> 'checkedOn' collate "C") from (
        select distinct on (i ->> 'checkedOn') i from json_array_elements(api.proof(pg_temp.token('olga')) -> 'invariants') i) d (i)),
    (select format('days 0, entries %s, events %s, house 1, rounds 3, tickets 3, till_sessions 3, tills 3',
        (select count(*) from hippo.journal), (select count(*) from hippo.stream_event))), 'each with its figure');
alter table hippo.ticket disable trigger user;
update hippo.ticket set code_hash = '\x00';
select is((select row(i ->> 'violations', p ->> 'holds', json_array_length(p -> 'violations'))::text
    from api.proof(pg_temp.token('olga')) p, json_array_elements(p -> 'invariants') i where i ->> 'invariant' = 'a ticket''s code is its own'),
    '(3,false,3)', 'and with how often it is broken');

select * from finish();
rollback;
