-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about what corrects a till's books: reversals of movements, and counts after the close.
-- Returns: one row for each violation
create or replace function hippo.proof_corrections() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select 'a reversal undoes one movement of its session, once, by a second person',
           format('till %s, entry %s', r.scope, r.seq),
           format('%s of entry %s, %s of %s', r.amount, r.subject, o.action, o.amount)
    from (select *, count(*) over (partition by scope, subject) as times,
                 case when subject ~ '^[1-9][0-9]{0,17}$' then subject::bigint end as reversed
          from hippo.journal where action = 'reversal') r
    left join hippo.journal o on o.scope = r.scope and o.seq = r.reversed and o.seq < r.seq
        and o.action in ('till_open', 'deposit', 'withdrawal', 'cash_in', 'cash_out', 'supply', 'drop')
    left join hippo.till_session s on s.till_id = o.scope and o.seq >= s.opened_seq and o.seq <= coalesce(s.closed_seq, o.seq)
    where r.times > 1 or r.user_id is not distinct from o.user_id or r.user_id is not distinct from s.user_id
        or r.seq > s.closed_seq
        or (r.debit, r.debit_id, r.credit, r.credit_id, r.amount)
            is distinct from (o.credit, o.credit_id, o.debit, o.debit_id, o.amount)
  union all
    select 'a corrected count has its one posting', coalesce(s.till_session_id::text, j.subject),
           format('%s, %s', s.corrected_minor, j.amount)
    from (select * from hippo.till_session where corrected_seq is not null) s
    full join (select * from hippo.journal where action = 'count_correction') j
        on j.scope = s.till_id and j.seq = s.corrected_seq
    where (j.subject, case j.debit when 'shop_safe' then j.amount when 'variance' then -j.amount end)
            is distinct from (s.till_session_id::text, s.corrected_minor - s.counted_minor)
        or j.seq <= s.closed_seq or j.user_id in (s.user_id, s.counted_by, s.closed_by)
$$;
