-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about what the tills' books say now: who is there, and what they expose on the round.
-- Returns: one row for each violation
create or replace function hippo.proof_books() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
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
