-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about tills: their cash, their sessions.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_tills(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with c as materialized (
        select w.*, coalesce((select a.balance from hippo.seal_account a where a.account = 'till_cash' and a.id = w.scope
                              and a.day <= p_after order by a.day desc limit 1), 0) as cash
        from hippo.window_chain(p_after, p_until) w
    ), entry as materialized (
        select * from hippo.window_entries(p_after, p_until) where 'till_cash' in (debit, credit)
    ), session as materialized (
        -- Those that were open in these days.
        select s.* from c join hippo.till_session s on s.till_id = c.scope
        where s.opened_seq <= c.last_seq and (s.closed_seq > c.after_seq or s.closed_seq is null)
    ), cash as (
        select j.scope, j.seq, s.till_session_id, s.state,
               c.cash + sum(case when j.debit = 'till_cash' then j.amount else -j.amount end)
                   over (partition by j.scope order by j.seq) as balance
        from entry j
        join c on c.scope = j.scope
        left join session s
            on s.till_id = j.scope and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
    )
    select 'there is never less than nothing in a till', format('till %s, entry %s', scope, seq), balance::text
    from cash where balance < 0
  union all
    select 'cash moves only while the till is open', format('till %s, entry %s', scope, seq), coalesce(state::text, 'closed')
    from cash where till_session_id is null
  union all
    select 'cash is posted by its own till', format('%s:%s', j.scope, j.seq), format('%s %s, %s %s', j.debit, j.debit_id, j.credit, j.credit_id)
    from entry j
    where (j.debit = 'till_cash' and j.debit_id <> j.scope) or (j.credit = 'till_cash' and j.credit_id <> j.scope)
  union all
    select 'a closed till session is empty', till_session_id::text, hippo.till_cash(till_session_id)::text
    from session where state = 'closed' and hippo.till_cash(till_session_id) <> 0
  union all
    select 'a counted till session keeps what it should have', till_session_id::text, expected_minor::text
    from session where state = 'counted' and hippo.till_cash(till_session_id) <> expected_minor
  union all
    select 'a variance is posted as it was counted', s.till_session_id::text, (s.counted_minor - s.expected_minor)::text
    from session s, lateral (
        select coalesce(sum(case action when 'over' then amount else -amount end), 0) as variance
        from hippo.journal where scope = s.till_id and seq between s.opened_seq and s.closed_seq and action in ('over', 'short')) posted
    where s.state = 'closed' and posted.variance <> s.counted_minor - s.expected_minor
  union all
    select 'what was handed over is what was taken over', s.till_session_id::text,
           format('%s of session %s', s.float_minor, s.taken_from)
    from session s left join hippo.till_session g on g.till_session_id = s.taken_from
    where s.taken_from is not null and (g.till_id = s.till_id and g.state = 'closed' and g.is_handover
        and s.float_minor in (g.counted_minor, g.corrected_minor)
        and not exists (select from hippo.till_session o where o.till_id = s.till_id
                        and o.till_session_id > g.till_session_id and o.till_session_id < s.till_session_id)) is not true
$$;
