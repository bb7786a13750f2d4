-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about what corrects a till's books: reversals of movements, and counts after the close.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_corrections(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select 'a reversal undoes one movement of its session, once, by a second person',
           format('till %s, entry %s', r.scope, r.seq),
           format('%s of entry %s, %s of %s', r.amount, r.subject, o.action, o.amount)
    from (select *, case when subject ~ '^[1-9][0-9]{0,17}$' then subject::bigint end as reversed
          from hippo.window_entries(p_after, p_until) where action = 'reversal') r
    left join hippo.journal o on o.scope = r.scope and o.seq = r.reversed and o.seq < r.seq
        and o.action in ('till_open', 'deposit', 'withdrawal', 'cash_in', 'cash_out', 'supply', 'drop')
    left join hippo.till_session s on s.till_id = o.scope and o.seq >= s.opened_seq and o.seq <= coalesce(s.closed_seq, o.seq)
    where r.user_id is not distinct from o.user_id or r.user_id is not distinct from s.user_id
        or r.seq > s.closed_seq
        or (r.debit, r.debit_id, r.credit, r.credit_id, r.amount)
            is distinct from (o.credit, o.credit_id, o.debit, o.debit_id, o.amount)
        or exists (select from hippo.journal x where x.scope = r.scope and x.seq > o.seq and x.seq < coalesce(s.closed_seq, 9223372036854775807)
                   and x.action = 'reversal' and x.subject = r.subject and x.seq <> r.seq)
  union all
    select 'a corrected count has its one posting', coalesce(s.till_session_id::text, j.subject),
           format('%s, %s', s.corrected_minor, j.amount)
    from (select s.* from hippo.window_chain(p_after, p_until) c join hippo.till_session s on s.till_id = c.scope
          where s.corrected_seq > c.after_seq and s.corrected_seq <= c.last_seq) s
    full join (select * from hippo.window_entries(p_after, p_until) where action = 'count_correction') j
        on j.scope = s.till_id and j.seq = s.corrected_seq
    where (j.subject, case j.debit when 'shop_safe' then j.amount when 'variance' then -j.amount end)
            is distinct from (s.till_session_id::text, s.corrected_minor - s.counted_minor)
        or j.seq <= s.closed_seq or j.user_id in (s.user_id, s.counted_by, s.closed_by)
$$;
