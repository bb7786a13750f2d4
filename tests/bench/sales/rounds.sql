-- SPDX-License-Identifier: MIT
-- Rounds full of tickets, quickly: bench.load writes what the sales of a round would have written, row by row the same
-- (numbers, codes, lines, postings, hash chains, the tills' books), so that report.proof() holds on it. The house's clock
-- is set for it: each round takes its hour, while the benchmark takes seconds.
\set ON_ERROR_STOP on
set client_min_messages = warning;

-- As many tickets at each of the tills p_first, p_first + p_step, …; of one to three lines on any selection of the card.
create procedure bench.load(p_round_id bigint, p_tickets integer, p_first integer, p_step integer) language plpgsql as $$
declare
    v_round hippo.round := (select r from hippo.round r where round_id = p_round_id);
    v_prices integer[];
    v_odds bigint[];
    v_till hippo.till_book;
    v_at timestamptz;
    v_price integer;
    v_price_ids integer[];
    v_stakes bigint[];
    v_prizes bigint[];
    v_stake bigint;
    v_prize bigint;
    v_ticket_id bigint;
    v_key text;
begin
    select array_agg(price_id order by price_id), array_agg(odds order by price_id) into v_prices, v_odds
    from hippo.price where card_template_id = v_round.card_template_id;
    for i in p_first .. 50 by p_step loop
        perform from hippo.till_book where till_id = i for no key update;
        perform hippo.till_enter(i, v_round);
        select * into v_till from hippo.till_book where till_id = i;
        for n in 1 .. p_tickets loop
            v_at := v_round.opened_at + n * (v_round.locks_at - v_round.opened_at) / (p_tickets + 1);
            v_till.seq := v_till.seq + 1;
            v_ticket_id := v_till.ticket_base + v_till.seq;
            v_key := 'load-' || v_ticket_id;
            v_price_ids := '{}';
            v_stakes := '{}';
            v_prizes := '{}';
            v_stake := 0;
            for line in 1 .. 1 + n % 3 loop
                v_price := 1 + (v_ticket_id * 7919 + line * 104729 + p_round_id) % cardinality(v_prices);
                v_price_ids[line] := v_prices[v_price];
                v_stakes[line] := 2500 + n % 20 * 500;
                v_prize := v_stakes[line] * v_odds[v_price] / 100;
                v_prizes[line] := v_prize;
                v_stake := v_stake + v_stakes[line];
                v_till.bound := v_till.bound + v_prize;
            end loop;
            v_till.stakes := v_till.stakes + v_stake;
            v_till.hash := sha256(v_till.hash || timestamptz_send(v_at) || sha256('load') || convert_to(hippo.journal_text(
                v_till.till_id, v_till.seq, v_till.user_id, 'sale', v_ticket_id, 'till_cash', v_till.till_id, 'open_bets',
                p_round_id, v_stake, v_key, concat(v_price_ids, v_stakes, v_prizes)), 'UTF8'));
            insert into hippo.ticket (ticket_id, round_id, till_session_id, sold_at, stake, price_ids, stakes, prizes, code_hash)
            values (v_ticket_id, p_round_id, v_till.till_session_id, v_at, v_stake, v_price_ids, v_stakes, v_prizes,
                    hippo.ticket_code_hash(hippo.ticket_number(v_ticket_id), hippo.ticket_code(v_ticket_id, v_till.secret)));
            insert into hippo.journal (scope, seq, at, user_id, action, ticket_id, debit, debit_id, credit, credit_id, amount,
                                       key, fingerprint, hash)
            values (i, v_till.seq, v_at, v_till.user_id, 'sale', v_ticket_id, 'till_cash', i, 'open_bets', p_round_id, v_stake,
                    v_key, sha256('load'), v_till.hash);
        end loop;
        update hippo.till_book set seq = v_till.seq, hash = v_till.hash, bound = v_till.bound, stakes = v_till.stakes
        where till_id = i;
    end loop;
end
$$;

-- A round from where it is to the moment before its settlement, each move when it is due.
create procedure bench.run_out(p_round_id bigint) language plpgsql as $$
declare
    v_round hippo.round := (select r from hippo.round r where round_id = p_round_id);
    v_secret text := (select encode(secret, 'hex') from bench.secret where chain_index = v_round.chain_index);
    v_order integer[];
begin
    perform set_config('hippo.clock', v_round.locks_at::text, false), scheduler.round_lock(p_round_id);
    perform set_config('hippo.clock', v_round.race_starts_at::text, false),
            scheduler.round_race(p_round_id, 1000000, 1750);
    select (hippo.hr1_draw(
        hippo.hr1_outcome_seed(decode(v_secret, 'hex'), p_round_id, v_round.card_hash, decode(repeat('00', 32), 'hex')),
        array_agg(number order by number), array_agg(weight order by number))).runner_order into v_order
    from hippo.round_runner where round_id = p_round_id;
    perform set_config('hippo.clock', v_round.race_ends_at::text, false),
            scheduler.round_finish(p_round_id, v_secret, v_order, 1, (
                select json_agg(track) from (select json_agg(i * 1000) as track
                                             from hippo.round_runner, generate_series(1, 10) i
                                             where round_id = p_round_id group by number) tracks));
end
$$;

-- The next round opens when the one before has closed.
create function bench.open_next() returns bigint language plpgsql as $$
begin
    perform set_config('hippo.clock', (select max(closes_at)::text from hippo.round), false);
    return scheduler.round_open();
end
$$;

-- Cashiers pay the first tickets that won in a round, each at its own till.
create procedure bench.pay(p_round_id bigint, p_tickets integer) language plpgsql as $$
declare
    v_turn integer := p_round_id - 10000000;
    v_ticket record;
begin
    for i in 1 .. 50 loop
        perform api.login_finish(i + 1, 'cashier' || i, 'bench', true, bench.token_hash(i + 100 * v_turn), null);
        for v_ticket in
            select t.ticket_id, hippo.ticket_number(t.ticket_id) as number, hippo.ticket_code(t.ticket_id, b.secret) as code
            from hippo.ticket t join hippo.till_book b using (till_session_id)
            where t.round_id = p_round_id and b.till_id = i and t.state = 'won' and t.prize < 1000000 order by 1 limit p_tickets / 50
        loop
            perform api.ticket_pay(bench.token_hash(i + 100 * v_turn), 'pay-' || v_ticket.ticket_id, sha256('p'), null, v_ticket.number,
                                   v_ticket.code, null);
        end loop;
    end loop;
end
$$;
