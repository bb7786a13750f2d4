-- SPDX-License-Identifier: MIT
-- Numbers and codes as people type them, what counts as a guess, and receipts for those who paid.
begin;
select plan(92);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as number \gset
select pg_temp.code(:'number') as code \gset
select pg_temp.sell('carl', '{win 6}', '{2500}') ->> 'number' as other \gset

-- As printed, as typed ---------------------------------------------------------------------------------------------

create temp table way (place integer generated always as identity, what text, number text, code text);
insert into way (what, number, code) values
    ('as it is printed, in two halves', :'number', overlay(:'code' placing ' ' from 5 for 0)),
    ('with a blank that does not break', :'number', overlay(:'code' placing U&'\00a0' from 5 for 0)),
    ('with a narrow one', :'number', overlay(:'code' placing U&'\202f' from 5 for 0)),
    ('with a hyphen', :'number', overlay(:'code' placing '-' from 5 for 0)),
    ('with a dash', :'number', overlay(:'code' placing U&'\2013' from 5 for 0)),
    ('each character apart', :'number', regexp_replace(:'code', '(.)', ' \1 ', 'g')),
    ('in small letters', lower(:'number'), lower(:'code')),
    ('O for 0', translate(:'number', '0', 'O'), translate(:'code', '0', 'O')),
    ('small o for 0', translate(:'number', '0', 'o'), translate(:'code', '0', 'o')),
    ('I for 1', translate(:'number', '1', 'I'), translate(:'code', '1', 'I')),
    ('small l for 1', translate(:'number', '1', 'l'), translate(:'code', '1', 'l')),
    ('blanks around', E' \t' || :'number' || E'\n', '  ' || :'code' || ' '),
    ('blanks within the number', replace(:'number', '-', ' - '), :'code'),
    ('a number with dashes', replace(:'number', '-', U&'\2011'), :'code'),
    ('what a scanner leaves at the end', :'number' || E'\r\n', :'code' || E'\r\n'),
    ('a mark of direction that was copied along', U&'\200e' || :'number', :'code' || U&'\200f');
select is(api.ticket_peek(number, code) ->> 'number', :'number', 'a player''s look: ' || what) from way order by place;
select is(api.ticket_get(pg_temp.token('anna'), number) ->> 'number', :'number', 'a till''s look: ' || what)
from way order by place;
create function pg_temp.shown(p_number text, p_code text) returns text language plpgsql as $$
begin
    perform api.ticket_void(pg_temp.token('anna'), pg_temp.key(), pg_temp.print(), null, p_number, p_code, 'a slip');
    raise exception 'taken' using errcode = 'P0001';
exception when sqlstate 'P0001' then
    return 'taken';
end
$$;
select is(pg_temp.shown(number, code), 'taken', 'void: ' || what) from way order by place;

-- What counts as a guess -------------------------------------------------------------------------------------------

create temp table wrong (place integer generated always as identity, what text, number text, code text, want text);
insert into wrong (what, number, code, want) values
    ('another code', :'number', case left(:'code', 1) when '0' then '1' else '0' end || substr(:'code', 2),
        'HP404 unknown_ticket counted=true'),
    ('another ticket''s code', :'number', pg_temp.code(:'other'), 'HP404 unknown_ticket counted=true'),
    ('a ticket that there is not', hippo.ticket_number(101000004444), :'code', 'HP404 unknown_ticket counted=true'),
    ('a till that there is not', hippo.ticket_number(9990000000001), :'code', 'HP404 unknown_ticket counted=true'),
    ('a code too short', :'number', left(:'code', 7), 'HP404 unknown_ticket counted=false'),
    ('a code too long', :'number', :'code' || '0', 'HP404 unknown_ticket counted=false'),
    ('a letter that no code has', :'number', 'U' || substr(:'code', 2), 'HP404 unknown_ticket counted=false'),
    ('no code', :'number', null, 'HP404 unknown_ticket counted=false'),
    ('an empty code', :'number', '', 'HP404 unknown_ticket counted=false'),
    ('no number', null, :'code', 'HP404 unknown_ticket counted=false'),
    ('a word', 'ticket', :'code', 'HP404 unknown_ticket counted=false'),
    ('a number cut short', left(:'number', 6), :'code', 'HP404 unknown_ticket counted=false'),
    ('zeros that no number has', '0' || :'number', :'code', 'HP404 unknown_ticket counted=false'),
    ('a wrong check character', overlay(:'number' placing case right(:'number', 1) when '0' then '1' else '0' end
        from length(:'number')), :'code', 'HP404 number_mistyped'),
    ('two digits exchanged', overlay(:'number' placing '10' from 4 for 2), :'code', 'HP404 number_mistyped'),
    ('and with a code that is wrong as well', overlay(:'number' placing '10' from 4 for 2), '!', 'HP404 number_mistyped');
select is(pg_temp.refusal(format('select api.ticket_void(%L, pg_temp.key(), pg_temp.print(), null, %L, %L, ''x'')',
    pg_temp.token('anna'), number, code), 'counted'), want, 'void: ' || what) from wrong order by place;
select is(pg_temp.refusal(format('select api.ticket_pay(%L, pg_temp.key(), pg_temp.print(), null, %L, %L, null)',
    pg_temp.token('anna'), number, code), 'counted'), want, 'pay: ' || what) from wrong where place in (1, 5,
        14) order by place;
select is(pg_temp.refusal(format('select coalesce(api.ticket_peek(%L, %L)::text, ''nothing'')', number, code)),
    case when want ~ 'true' then 'done' when want ~ 'mistyped' then want else 'HP404 not_found' end,
    'a player''s look: ' || what)
from wrong where place in (1, 3, 5, 8, 11, 14) order by place;

-- Receipts ---------------------------------------------------------------------------------------------------------

select array_agg(n.number) as numbers
from (select pg_temp.sell('anna', array['win ' || runner], array[2500]) ->> 'number' as number
    from unnest('{6,7,8,9,10,54}'::integer[]) runner) n \gset
select pg_temp.void('sam', :'number', 2) \g /dev/null
select pg_temp.run_out(10000001) \g /dev/null
select n as won from unnest(:'numbers'::text[]) n where pg_temp.state(n) = 'won' \gset
select is(pg_temp.refusal(format('select api.ticket_slip(%L, %L)', pg_temp.token(who), :'won')), want,
    format('before the payment the ticket is nobody''s but the seller''s: %s', who))
from (values ('carl', 'HP404 not_found'), ('anna', 'HP409 no_receipt')) as w (who, want);
select pg_temp.pay('carl', :'won') \g /dev/null
select is(pg_temp.refusal(format('select api.ticket_slip(%L, %L)', pg_temp.token(who), :'won')), want,
    format('the receipt of %s: %s', who, want))
from (values ('carl', 'done'), ('sid', 'done'), ('anna', 'done'), ('sam', 'done'), ('bert', 'HP404 not_found')) as w (who, want);
select is(api.ticket_slip(pg_temp.token('carl'), :'won') ->> 'number', :'won', 'it is the ticket''s');
select is(api.ticket_slip(pg_temp.token('carl'), :'won')::jsonb -> 'header', '[]', 'it is headed by the shop that paid');
select is(api.ticket_slip(pg_temp.token('anna'), :'number') #>> '{header,0}', 'Hippodrome Delmas',
    'an annulment''s by the shop that voided');
select is(pg_temp.refusal(format('select api.ticket_slip(%L, %L)', pg_temp.token(who), :'number')), want,
    format('the receipt of an annulment for %s: %s', who, want))
from (values ('anna', 'done'), ('sam', 'done'), ('bert', 'done'), ('carl', 'HP404 not_found'), ('sid', 'HP404 not_found')) as w (who, want);
select is(pg_temp.refusal(format('select api.ticket_slip(%L, %L)', pg_temp.token(who), :'won')), 'HP403 forbidden',
    who || ' hands out no cash')
from unnest('{ada,olga}'::text[]) who;
-- The cashier who paid has gone to another till: it is still its own payment.
select pg_temp.close_till('carl', '{}', 'gone') \g /dev/null
select is(api.ticket_slip(pg_temp.token('carl'), :'won') ->> 'number', :'won', 'whoever paid prints it later, too');

select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
