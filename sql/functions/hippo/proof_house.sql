-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about the house as it is now: where it stands, and its stream.
-- Returns: one row for each violation
create or replace function hippo.proof_house() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select 'a house that was set back has begun anew', 'the database', d.reason
    from (select coalesce((select doubt ->> 'reason' from hippo.confirmation), hippo.house_doubt(null)) as reason) d
    where d.reason is not null
  union all
    select 'at most one round is open', count(*)::text, string_agg(round_id::text, ' ' order by round_id)
    from hippo.round where phase not in ('settled', 'void') having count(*) > 1
  union all
    select 'the stream has no gap', e.channel || ':' || e."offset", format('follows %s', e.before)
    from (select channel, "offset", lag("offset") over (partition by channel order by "offset") as before
          from hippo.stream_event) e
    where e."offset" <> e.before + 1
  union all
    select 'the stream ends at its top', s.channel, format('%s, not %s', last.top, s.top)
    from hippo.stream s, lateral (
        select coalesce(max("offset"), 0) as top from hippo.stream_event where channel = s.channel) last
    where last.top <> s.top
  union all
    select 'each round has each of its events once', e.round_id::text, e.event || ' ' || count(*)
    from hippo.stream_event e
    where e.event in ('new_round', 'betting_closed', 'race_start', 'race_end', 'race_results', 'round_void')
    group by e.round_id, e.event having count(*) > 1
$$;
