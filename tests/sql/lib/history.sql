-- SPDX-License-Identifier: MIT
-- Many rounds and tickets at once, for what must not get slower with them: rows only, that no journal knows. Include it in a house with a
-- settled round and open tills.

-- So many rounds after the newest one, each like it; of each of the open till sessions, or those of some tills, so many tickets a round: every tenth has won and is
-- paid, every hundredth was taken back, the others lost. Before the next real round, the clock must be moved behind them.
create function pg_temp.history(p_rounds integer, p_tickets integer, p_tills integer[] default null) returns void language plpgsql as $$
declare
    v_round hippo.round;
    v_price integer;
    v_after bigint;
begin
    select * into v_round from hippo.round where phase = 'settled' order by round_id desc limit 1;
    select price_id into v_price from hippo.price where card_template_id = v_round.card_template_id limit 1;
    select max(round_id) into v_after from hippo.round;
    insert into hippo.round
    select (jsonb_populate_record(v_round, jsonb_build_object(
        'round_id', v_after + n, 'chain_index', 1000000 + v_after + n, 'opened_at', t.at, 'locks_at', t.at + interval '4 s',
        'race_starts_at', t.at + interval '5 s', 'race_ends_at', t.at + interval '8 s', 'closes_at', t.at + interval '9 s'))).*
    from generate_series(1, p_rounds) n, lateral (select v_round.closes_at + n * interval '9 s') t (at);
    insert into hippo.ticket (ticket_id, round_id, till_session_id, state, sold_at, stake, prize, price_ids, stakes, prizes, code_hash)
    select b.ticket_base + b.seq + (n - 1) * p_tickets + k, r.round_id, s.till_session_id,
           case when k % 100 = 0 then 'voided' when k % 10 = 0 then 'paid' else 'lost' end::hippo.ticket_state, r.opened_at, 2500,
           case when k % 100 = 0 then null when k % 10 = 0 then 5000 else 0 end, array[v_price], array[2500], array[5000], '\x00'
    from generate_series(1, p_rounds) n
    join hippo.round r on r.round_id = v_after + n, hippo.till_session s join hippo.till_book b on b.till_id = s.till_id,
    generate_series(1, p_tickets) k
    where s.state = 'open' and (p_tills is null or s.till_id = any (p_tills));
    update hippo.till_book b set seq = b.seq + p_rounds * p_tickets -- more than enough for each
    where exists (select from hippo.till_session s where s.till_id = b.till_id and s.state = 'open');
end
$$;
