-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about the balances of the accounts that tickets move. That all balances sum to nothing is no
--          check: a posting is one row with two sides, it cannot be unbalanced.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_ledger(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with w as (
        select * from hippo.window_rounds(p_after, p_until)
    ), entry as materialized (
        select * from hippo.window_entries(p_after, p_until)
    ), side as materialized (
        select debit as account, debit_id as id, credit_id as other_id, amount::numeric from entry where amount is not null
        union all
        select credit, credit_id, debit_id, -amount::numeric from entry where amount is not null
    ), of_round (account) as (
        values ('open_bets'::hippo.account), ('prizes_payable'), ('refunds_payable')
    ), looked_at as materialized (
        -- The rounds of these days, and those before from which something was paid or fell to the house.
        select t.round_id as id from hippo.window_tickets(p_after, p_until) t
        union
        select id from side where account in (select account from of_round)
    ), ticket as materialized (
        select t.* from hippo.window_tickets(p_after, p_until) t
        union all
        select t.* from looked_at r cross join w join hippo.ticket t on t.round_id = r.id
        where r.id <= w.after_round or r.id > w.last_round
    ), since_seal as (
        -- What the rounds' accounts moved since the last seal, which their latest balances do not have yet.
        select account, id, amount from side where p_until is null
        union all
        select x.account, x.id, x.amount from hippo.account_moves m
        cross join lateral (values (m.account, m.id, m.balance::numeric)) as x (account, id, amount)
        where m.is_open and p_until is not null
    ), balance as (
        select n.account, n.id, sum(n.amount) as balance
        from (select a.account, r.id, s.balance::numeric as amount
              from looked_at r cross join of_round a
              cross join lateral (select b.balance from hippo.seal_account b
                                  where b.account = a.account and b.id = r.id order by b.day desc limit 1) s
              union all
              select s.account, s.id, s.amount
              from since_seal s join looked_at r on r.id = s.id where s.account in (select account from of_round)) n
        group by n.account, n.id
        union all
        -- The others by what was posted in these days.
        select account, id, sum(amount) from side where account in ('revenue', 'unclaimed', 'rounding') group by account, id
        union all
        -- What was withheld; what is handed over is no ticket's.
        select credit, credit_id, -sum(amount) from entry where credit = 'tax' group by credit, credit_id
    ), settled as (
        select other_id as id from side where account = 'revenue'
        union
        select case when subject ~ '^[0-9]{1,18}$' then subject::bigint end from entry where action = 'settle'
    ), ended as materialized (
        -- Tickets that ended in these days, by their own word, or by that of the entry; or nobody knows when.
        select t.* from (
            select * from ticket where state in ('paid', 'refunded', 'expired')
            union
            select t.* from entry j join hippo.ticket t on t.ticket_id = j.ticket_id where j.action in ('pay', 'refund', 'expiry')) t
        left join hippo.window_chain(p_after, p_until) c on c.scope = t.closed_scope
        where c.scope is null or t.closed_seq is null or t.closed_seq > c.after_seq and t.closed_seq <= c.last_seq
    ), expected as (
        select 'open_bets'::hippo.account as account, round_id as id, -sum(stake) as balance
        from ticket where state = 'sold' group by round_id
        union all
        select 'prizes_payable', round_id, -sum(prize) from ticket where state = 'won' group by round_id
        union all
        select 'refunds_payable', round_id, -sum(stake) from ticket where state = 'refundable' group by round_id
        union all
        select 'revenue', t.ticket_id / 100000000000, -sum(t.stake - t.prize)
        from settled s join hippo.ticket t on t.round_id = s.id where t.prize is not null group by 2
        union all
        select 'unclaimed', 0, -sum(coalesce(prize, stake)) from ended where state = 'expired' having count(*) > 0
        union all
        select 'rounding', t.shop_id, sum(p.cash - (p.amount - p.withheld))
        from ended e join hippo.payment p on p.ticket_id = e.ticket_id
        join hippo.till_session s on s.till_session_id = p.till_session_id
        join hippo.till t on t.till_id = s.till_id group by t.shop_id
        union all
        select 'tax', t.shop_id, -sum(p.withheld)
        from ended e join hippo.payment p on p.ticket_id = e.ticket_id
        join hippo.till_session s on s.till_session_id = p.till_session_id
        join hippo.till t on t.till_id = s.till_id where p.withheld > 0 group by t.shop_id
    )
    select format('the balance of %s is what its tickets say', coalesce(b.account, e.account)), coalesce(b.id, e.id)::text,
           format('%s, not %s', coalesce(b.balance, 0), coalesce(e.balance, 0))
    from balance b
    full join expected e on e.account = b.account and e.id = b.id
    where coalesce(b.balance, 0) <> coalesce(e.balance, 0)
  union all
    select 'a posting has two different accounts', format('%s:%s', j.scope, j.seq), format('%s %s', j.debit, j.credit)
    from entry j
    where j.amount is not null and ((j.debit, j.debit_id) is not distinct from (j.credit, j.credit_id)
        or num_nulls(j.debit, j.debit_id, j.credit, j.credit_id) > 0)
$$;
