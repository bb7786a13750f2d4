-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about all seals: a day after the other, each chained to the one before, and known to the
--          house's journal.
-- Returns: one row for each violation
create or replace function hippo.proof_seals() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select 'the seals follow each other', s.day::text,
           case when s.day <> s.day_before + 1 or s.starts_at <> s.ended_at or s.first_round_id <> s.round_before + 1
                    then format('does not follow %s', s.day_before)
                when s.hash <> s.again then 'the hash is another'
                else 'the journal has another' end
    from (select s.*, hippo.seal_hash(lag(s.hash) over days, s) as again, lag(s.day) over days as day_before,
                 lag(s.ends_at) over days as ended_at, lag(s.last_round_id) over days as round_before
          from hippo.seal s window days as (order by s.day)) s
    left join hippo.journal j on j.scope = 0 and j.seq = s.entry
    where s.day <> s.day_before + 1 or s.starts_at <> s.ended_at or s.first_round_id <> s.round_before + 1 or s.hash <> s.again
        or (j.action, j.subject, j.after ->> 'hash') is distinct from ('seal', to_char(s.day, 'YYYY-MM-DD'), encode(s.hash, 'hex'))
  union all
    select 'the seals follow each other', j.subject, 'there is none'
    from (select day from hippo.open_period) o
    cross join lateral (select * from hippo.journal where scope = 0 and action = 'seal' and seq > coalesce(
        (select entry from hippo.seal order by day desc limit 1), 0)) j
$$;
