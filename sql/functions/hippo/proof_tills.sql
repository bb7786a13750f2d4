-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about tills: their cash, their sessions, what they expose on the round.
-- Returns: one row for each violation
create or replace function hippo.proof_tills() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    with cash as (
        select j.scope, j.seq, s.till_session_id, s.state,
               sum(case when j.debit = 'till_cash' then j.amount else -j.amount end) over (partition by j.scope order by j.seq)
                   as balance
        from hippo.journal j
        left join hippo.till_session s
            on s.till_id = j.scope and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
        where 'till_cash' in (j.debit, j.credit)
    )
    select 'there is never less than nothing in a till', format('till %s, entry %s', scope, seq), balance::text
    from cash where balance < 0
  union all
    select 'cash moves only while the till is open', format('till %s, entry %s', scope, seq), coalesce(state::text, 'closed')
    from cash where till_session_id is null
  union all
    select 'cash is posted by its own till', format('%s:%s', j.scope, j.seq), format('%s %s, %s %s', j.debit, j.debit_id, j.credit, j.credit_id)
    from hippo.journal j
    where (j.debit = 'till_cash' and j.debit_id <> j.scope) or (j.credit = 'till_cash' and j.credit_id <> j.scope)
  union all
    select 'a closed till session is empty', till_session_id::text, hippo.till_cash(till_session_id)::text
    from hippo.till_session where state = 'closed' and hippo.till_cash(till_session_id) <> 0
  union all
    select 'a counted till session keeps what it should have', till_session_id::text, expected_minor::text
    from hippo.till_session where state = 'counted' and hippo.till_cash(till_session_id) <> expected_minor
  union all
    select 'a variance is posted as it was counted', s.till_session_id::text, (s.counted_minor - s.expected_minor)::text
    from hippo.till_session s, lateral (
        select coalesce(sum(case action when 'over' then amount else -amount end), 0) as variance
        from hippo.journal where scope = s.till_id and seq between s.opened_seq and s.closed_seq and action in ('over', 'short')) posted
    where s.state = 'closed' and posted.variance <> s.counted_minor - s.expected_minor
  union all
    select 'what was handed over is what was taken over', s.till_session_id::text,
           format('%s of session %s', s.float_minor, s.taken_from)
    from hippo.till_session s left join hippo.till_session g on g.till_session_id = s.taken_from
    where s.taken_from is not null and (g.till_id = s.till_id and g.state = 'closed' and g.is_handover
        and s.float_minor in (g.counted_minor, g.corrected_minor)
        and not exists (select from hippo.till_session o where o.till_id = s.till_id
                        and o.till_session_id > g.till_session_id and o.till_session_id < s.till_session_id)) is not true
  union all
    select 'a till''s book knows its session', b.till_id::text, b.till_session_id::text
    from hippo.till_book b
    full join (select * from hippo.till_session where state = 'open') s on s.till_id = b.till_id
    where b.till_session_id is distinct from s.till_session_id or b.user_id is distinct from s.user_id
  union all
    select 'a till''s exposure on the round is that of its tickets', b.till_id::text,
           format('%s of %s, %s of %s', b.stakes, t.stakes, b.bound, t.peak)
    from hippo.till_book b
    cross join lateral (
        select coalesce((select sum(k.stake) from hippo.ticket k join hippo.till_session s on s.till_session_id = k.till_session_id
                         where k.round_id = b.round_id and s.till_id = b.till_id and k.state <> 'voided'), 0) as stakes,
               coalesce((select max(c.base) from hippo.sale_cells(b.round_id, b.till_id) c), 0) as peak) t
    where b.round_id is not null and (b.stakes <> t.stakes or b.bound < t.peak)
  union all
    select 'the round''s loans are the tills'' slices', m.round_id::text,
           format('%s, not %s, of %s', l.lent, held.slices, m.round_exposure_max)
    from hippo.round_terms m
    join hippo.round_lent l on l.round_id = m.round_id
    cross join lateral (
        select coalesce(sum(case when b.round_id = m.round_id then b.slice else hippo.exposure_share(m, b) end), 0) as slices
        from hippo.till_book b) held
    where m.round_id = (hippo.round_latest()).round_id -- of an older one, some tills have gone on and others have not
        and m.tills is not null -- nor of one that an older release opened: its shares are not among the loans
        and (l.lent <> held.slices or l.lent > m.round_exposure_max)
$$;
