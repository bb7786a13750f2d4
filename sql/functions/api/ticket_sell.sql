-- SPDX-License-Identifier: MIT
-- Purpose: the sale: all of it or nothing, in one transaction that touches only rows of its own till. What is usual goes
--          straight through; whatever is not is sorted out by sale_prepare, sale_line and sale_cap, off this path.
--          The order of the steps is the rule: (1) who sells at which till, and is the request new; (2) the lines;
--          (3) the limits; (4) the till's row is updated on the condition that nobody used it since it was read (a void at
--          another till takes from its stakes only, a loan to another one from its slice), else all starts again; (5) only
--          then is the round looked at, by the database's clock. The scheduler takes the rows of all tills before it locks a
--          round (sales_stop): a ticket that passes is committed before the round moves on, and one that comes later sees the
--          lock.
--          Why it is written as it is, and what it costs, stands below it.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_round_id; p_card_hash of its card, may be null;
--             p_selections 'market selection' of each line, as the card writes them; p_stakes of each line
-- Returns: json of hippo.sale_answer
-- Errors: HP400 a line that cannot be (detail: line, code, bounds); HP401; HP403; HP409 the till is closed, the round or
--         its card is another, betting is closed, the clock is wrong, a cap (detail: line, max); HP422 the key was used for
--         another request; HP503 nobody has looked yet whether the house was set back
create or replace function api.ticket_sell(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea, p_selections text[],
    p_stakes bigint[]) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
set enable_seqscan = off -- [plans]
set jit = off
as $$
declare
    v_tries integer := 0;
    v_till hippo.till_book;
    v_user_id integer;
    v_now timestamptz;
    v_replay json;
    v_price_id integer;
    v_market text;
    v_selection text;
    v_odds integer;
    v_stake bigint;
    v_prize bigint;
    v_bound bigint;
    v_price_ids integer[];
    v_prizes bigint[];
    v_lines text;
    v_seq bigint;
    v_ticket_id bigint;
    v_number text;
    v_code text;
    v_hash bytea;
begin
    loop
        -- (1) [new request]
        select s.user_id into v_user_id from hippo.sign_in s
        where s.token_hash = p_token_hash and s.expires_at > hippo.clock()
            and not exists (select from hippo.journal j where j.user_id = s.user_id and j.key = p_key offset 0);
        v_till := (select b from hippo.till_book b where b.user_id = v_user_id);
        v_now := hippo.clock(); -- not before: the till says that its round is open
        if (v_till.round_id = p_round_id) is not true or p_card_hash <> v_till.card_hash
            or (p_key ~ '^[A-Za-z0-9_.:-]*$' and length(p_key) between 8 and 64 -- [key]
                and octet_length(p_fingerprint) = 32) is not true then
            v_replay := hippo.sale_prepare(p_token_hash, p_key, p_fingerprint, p_round_id, p_card_hash);
            if v_replay is not null then
                return v_replay;
            end if;
            v_tries := v_tries + 1;
            if v_tries > 100 then -- it never takes three; but what cannot go on must not go round for ever
                perform hippo.refuse(409, 'conflict', 'the till is in use: try again');
            end if;
            continue;
        end if;

        -- (2) [lines]
        v_stake := 0;
        v_bound := 0;
        v_lines := '';
        for i in 1 .. coalesce(cardinality(p_selections), 0) loop
            select p.price_id, p.market, p.selection, p.odds into v_price_id, v_market, v_selection, v_odds
            from hippo.price p where p.card_template_id = v_till.card_template_id and p.label = p_selections[i];
            if (v_market = any (v_till.markets) and p_stakes[i] between v_till.stake_min and v_till.stake_max
                and p_stakes[i] % v_till.stake_step = 0) is not true then
                perform hippo.sale_line(v_till, i, p_selections[i], p_stakes[i]);
            end if;
            v_prize := p_stakes[i] * v_odds / 100;
            v_stake := v_stake + p_stakes[i];
            v_bound := v_bound + v_prize;
            v_price_ids[i] := v_price_id;
            v_prizes[i] := v_prize;
            v_lines := v_lines || hippo.sale_answer_line(i, v_market, v_selection, v_odds, p_stakes[i], v_prize);
        end loop;

        -- (3) The sum of all prizes is more than the ticket can win: only if that is too much is it worth finding out.
        -- As long as a ticket is no more than one line may be, its lines on the same selection are not, either.
        if v_stake > v_till.ticket_stake_max or v_stake > v_till.stake_max or v_till.stakes + v_stake > v_till.stakes_max
            or v_bound > v_till.ticket_prize_max or v_till.bound + v_bound - v_till.stakes - v_stake > v_till.slice
            or (cardinality(p_stakes) between 1 and v_till.lines_max) is not true
            or cardinality(p_stakes) <> cardinality(v_prizes) then
            v_bound := hippo.sale_cap(v_till, v_price_ids, p_stakes, v_prizes) - v_till.bound;
        end if;

        -- (4)
        v_seq := v_till.seq + 1;
        v_ticket_id := v_till.ticket_base + v_seq;
        v_hash := sha256(v_till.hash || timestamptz_send(v_now) || p_fingerprint || convert_to(hippo.journal_text(
            v_till.till_id, v_seq, v_till.user_id, 'sale', v_ticket_id, 'till_cash', v_till.till_id, 'open_bets',
            p_round_id, v_stake, p_key, concat(v_price_ids, p_stakes, v_prizes)), 'UTF8'));
        update hippo.till_book b set seq = v_seq, hash = v_hash, bound = b.bound + v_bound, stakes = b.stakes + v_stake
        where b.till_id = v_till.till_id and b.seq = v_till.seq and b.stakes = v_till.stakes and b.slice >= v_till.slice;
        exit when found;
    end loop;

    -- [number]
    v_number := lpad(v_seq::text, greatest(4, length(v_seq::text)), '0');
    for i in 1 .. length(v_number) loop
        v_till.ticket_check := (v_till.ticket_check + substr(v_number, i, 1)::integer) * 2 % 11;
    end loop;
    v_number := concat(v_till.ticket_head, v_number, '-', substr('10X98765432', v_till.ticket_check + 1, 1));
    v_code := hippo.ticket_code(v_ticket_id, v_till.secret);

    -- (5)
    insert into hippo.ticket (ticket_id, round_id, till_session_id, sold_at, stake, price_ids, stakes, prizes, code_hash)
    select v_ticket_id, r.round_id, v_till.till_session_id, v_now, v_stake, v_price_ids, p_stakes, v_prizes,
           hippo.ticket_code_hash(v_number, v_code)
    from hippo.round r
    where r.round_id = p_round_id and r.phase = 'betting' and r.void_requested_at is null and r.locks_at > hippo.clock()
        and r.opened_at <= v_now and r.sales_stopped_at is null
        and r.confirmed_for = pg_postmaster_start_time() and r.confirmed_in = r.tableoid; -- [confirmed]
    if not found then
        perform hippo.sale_prepare(p_token_hash, p_key, p_fingerprint, p_round_id, p_card_hash); -- says what it is now
        perform hippo.refuse(409, 'betting_closed', format('betting on round %s is closed', p_round_id));
    end if;
    insert into hippo.journal (scope, seq, at, user_id, action, ticket_id, debit, debit_id, credit, credit_id, amount,
                               key, fingerprint, hash)
    values (v_till.till_id, v_seq, v_now, v_till.user_id, 'sale', v_ticket_id, 'till_cash', v_till.till_id,
            'open_bets', p_round_id, v_stake, p_key, p_fingerprint, v_hash);
    return hippo.sale_answer(v_number, v_code, p_round_id, v_now, v_stake, v_lines, v_till.commitment, v_till.card_hash);
end
$$;

-- Why it is written so. Figures: instructions of PostgreSQL 15 (callgrind, one connection, a sale of two lines: 800 000 in
-- all; good to 1 %). A trick that saves less than 3 % of them is not worth its place.
--
-- [plans]       A plan is made once for a connection, and while a table is small reading all of it looks cheaper: till_book
--               is small for ever, but not the rows that its updates leave behind. The setting costs 500. All look-ups are
--               by a unique key, so no bitmap is ever planned. But where a till borrows, a small table is read whole after
--               all: that then looks so dear that PostgreSQL would compile it, which took 50 ms: so no jit.
-- [new request] offset 0: not a join, which on an empty journal would be planned to look through all keys of all users.
--               Session and till in one statement cost the same as in two: what costs is to set up each look-up (14 000).
-- [key]         {8,64} in the regular expression would cost 44 000 (5 %): it is expanded to 64 copies at each sale.
-- [lines]       One statement for all lines (unnest, join, aggregates) takes 176 000 for two lines; one a line 125 000.
-- [confirmed]   hippo.house_is_confirmed() as far as the round's own row knows: both are compared with what the process has in
--               memory. A copy of the whole database within a running server is found when a till enters a round.
-- [number]      hippo.ticket_number from where the till's own digits end: 38 000 here, 81 000 (5 % more) by calling it.
-- The rows      have no foreign keys: one from ticket to round would cost 45 000 (5 %), and lock the round's row at each
--               sale. till_book has no CHECK: one costs an update 18 000 (2 %), a domain nothing.
-- The answer    is text (hippo.sale_answer): json_build_object would cost 45 000 more (5 %).
-- No helper     in PL/pgSQL is called on the way: each call is planned and entered anew. Those in SQL become part of the caller.
--
-- Where a sale went before till_book lost its CHECK:   instructions
--   the call: its settings, its parameters       40 000
--   (1) session, key, till, clock              130 000
--   (2) two lines                              155 000
--   (3) limits                                  20 000
--   (4) hash 52 000, the till's row 82 000     134 000
--   number 36 000, code 23 000                  59 000
--   (5) ticket, round 126 000, journal 83 000  209 000 with the commit
--   the answer                                  48 000
-- The same facts inserted bare by one call take 175 000. Of the same facts by a statement a table a sale comes to 0.83
-- with the disk's waits and to 0.70 without (make bench-sales).
--
-- What it writes to the log:                                    bytes   bare rows
--   rows: ticket and journal                                      499         525 (five rows)
--   index entries: ticket_pk, ticket_by_round (settlement, exposure), journal_pk (chain, pulse),
--     journal_request (keys); with page splits                    344         349 (five entries)
--   the till's row, updated in place (HOT), and its pruning       139
--   commit                                                         34          34
--   all                                                         1 031         929
-- Full page images: 62 bytes a sale in the first 4 000 after a checkpoint; most for journal_request, whose keys are random.
