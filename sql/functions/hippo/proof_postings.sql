-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about each ticket's postings: one when it is sold, one when it ends. A ticket's round and its
--          entries may be of different days: what is looked at for one of them is looked up for the other.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_postings(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with c as materialized (
        select * from hippo.window_chain(p_after, p_until)
    ), entry as materialized (
        select * from hippo.window_entries(p_after, p_until) where action in ('sale', 'void', 'pay', 'refund', 'expiry')
    ), sold as materialized (
        select * from hippo.window_tickets(p_after, p_until)
    ), ticket as materialized (
        select * from sold
        union all
        -- Looked up only what is not there yet: nearly all of them are.
        select t.* from (select distinct ticket_id from entry j
                         where not exists (select from sold s where s.ticket_id = j.ticket_id)) j
        join hippo.ticket t on t.ticket_id = j.ticket_id
    ), posting as materialized (
        select * from entry
        union all
        select j.* from ticket t
        join hippo.till_session s on s.till_session_id = t.till_session_id
        join c on c.scope = s.till_id and not (t.ticket_id % 1000000000 > c.after_seq and t.ticket_id % 1000000000 <= c.last_seq)
        join hippo.journal j on j.scope = s.till_id and j.seq = t.ticket_id % 1000000000 and j.action = 'sale'
        union all
        select j.* from ticket t
        join c on c.scope = t.closed_scope and not (t.closed_seq > c.after_seq and t.closed_seq <= c.last_seq)
        join hippo.journal j on j.scope = t.closed_scope and j.seq = t.closed_seq and j.action in ('void', 'pay', 'refund', 'expiry')
    )
    select 'each ticket has its one sale posting', coalesce(t.ticket_id, j.ticket_id)::text, format('%s, %s', t.stake, j.amount)
    from ticket t
    full join (select * from posting where action = 'sale') j on j.ticket_id = t.ticket_id
    left join hippo.till_session s on s.till_session_id = t.till_session_id
    where (j.scope, j.seq, j.at, j.user_id, j.amount, j.debit, j.debit_id, j.credit, j.credit_id)
        is distinct from (s.till_id, t.ticket_id % 1000000000, t.sold_at, s.user_id, t.stake::bigint, 'till_cash'::hippo.account,
                          s.till_id::bigint, 'open_bets'::hippo.account, t.round_id)
        or j.seq not between s.opened_seq and coalesce(s.closed_seq, j.seq)
  union all
    select 'each ended ticket has its one posting', coalesce(t.ticket_id, j.ticket_id)::text, format('%s, %s', t.state, j.action)
    from (select *, case state when 'voided' then 'void' when 'paid' then 'pay' when 'refunded' then 'refund' else 'expiry' end as ending,
                 case when state = 'paid' then hippo.tax_withheld(round_id, prize) else 0 end as withheld
          from ticket where state in ('voided', 'paid', 'refunded', 'expired')) t
    full join (select *, count(*) over (partition by ticket_id) as endings
               from posting where action in ('void', 'pay', 'refund', 'expiry')) j on j.ticket_id = t.ticket_id
    where j.endings is distinct from 1
        or (j.action, j.amount, j.scope, j.seq, j.at)
            is distinct from (t.ending, coalesce(t.prize, t.stake)::bigint - t.withheld, t.closed_scope, t.closed_seq, t.closed_at)
$$;
