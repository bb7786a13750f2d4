-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about postings: each ticket's, and the balances of all accounts. That all balances sum
--          to nothing is no check: a posting is one row with two sides, it cannot be unbalanced.
-- Returns: one row for each violation
create or replace function hippo.proof_ledger() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    with side as (
        select debit as account, debit_id as id, amount::numeric from hippo.journal where amount is not null
        union all
        select credit, credit_id, -amount::numeric from hippo.journal where amount is not null
    ), balance as (
        select account, id, sum(amount) as balance from side group by account, id
    ), expected as (
        select 'open_bets'::hippo.account as account, round_id as id, -sum(stake) as balance
        from hippo.ticket where state = 'sold' group by round_id
        union all
        select 'prizes_payable', round_id, -sum(prize) from hippo.ticket where state = 'won' group by round_id
        union all
        select 'refunds_payable', round_id, -sum(stake) from hippo.ticket where state = 'refundable' group by round_id
        union all
        select 'revenue', ticket_id / 100000000000, -sum(stake - prize) from hippo.ticket where prize is not null group by 2
        union all
        select 'unclaimed', 0, -sum(coalesce(prize, stake)) from hippo.ticket where state = 'expired' having count(*) > 0
        union all
        select 'rounding', t.shop_id, sum(p.cash - p.amount)
        from hippo.payment p join hippo.till_session s on s.till_session_id = p.till_session_id
        join hippo.till t on t.till_id = s.till_id group by t.shop_id
    )
    select format('the balance of %s is what its tickets say', coalesce(b.account, e.account)), coalesce(b.id, e.id)::text,
           format('%s, not %s', coalesce(b.balance, 0), coalesce(e.balance, 0))
    from (select * from balance where account in ('open_bets', 'prizes_payable', 'refunds_payable', 'revenue', 'unclaimed', 'rounding')) b
    full join expected e on e.account = b.account and e.id = b.id
    where coalesce(b.balance, 0) <> coalesce(e.balance, 0)
  union all
    select 'a posting has two different accounts', format('%s:%s', j.scope, j.seq), format('%s %s', j.debit, j.credit)
    from hippo.journal j
    where j.amount is not null and ((j.debit, j.debit_id) is not distinct from (j.credit, j.credit_id)
        or num_nulls(j.debit, j.debit_id, j.credit, j.credit_id) > 0)
  union all
    select 'each ticket has its one sale posting', coalesce(t.ticket_id, j.ticket_id)::text, format('%s, %s', t.stake, j.amount)
    from hippo.ticket t
    full join (select * from hippo.journal where action = 'sale') j on j.ticket_id = t.ticket_id
    left join hippo.till_session s on s.till_session_id = t.till_session_id
    where (j.scope, j.seq, j.at, j.user_id, j.amount, j.debit, j.debit_id, j.credit, j.credit_id)
        is distinct from (s.till_id, t.ticket_id % 1000000000, t.sold_at, s.user_id, t.stake::bigint, 'till_cash'::hippo.account,
                          s.till_id::bigint, 'open_bets'::hippo.account, t.round_id)
        or j.seq not between s.opened_seq and coalesce(s.closed_seq, j.seq)
  union all
    select 'each ended ticket has its one posting', coalesce(t.ticket_id, j.ticket_id)::text, format('%s, %s', t.state, j.action)
    from (select *, case state when 'voided' then 'void' when 'paid' then 'pay' when 'refunded' then 'refund' else 'expiry' end as ending
          from hippo.ticket where state in ('voided', 'paid', 'refunded', 'expired')) t
    full join (select *, count(*) over (partition by ticket_id) as endings
               from hippo.journal where action in ('void', 'pay', 'refund', 'expiry')) j on j.ticket_id = t.ticket_id
    where j.endings is distinct from 1
        or (j.action, j.amount, j.scope, j.seq, j.at)
            is distinct from (t.ending, coalesce(t.prize, t.stake)::bigint, t.closed_scope, t.closed_seq, t.closed_at)
$$;
