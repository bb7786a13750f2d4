-- SPDX-License-Identifier: MIT
-- Purpose: every invariant of one sealed day, from the seal before it to its own; and its figures counted again.
-- Parameters: p_day
-- Returns: one row for each violation
create or replace function hippo.proof_day(p_day date) returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select * from hippo.proof_window((select max(day) from hippo.seal where day < p_day), p_day)
  union all
    select * from hippo.proof_seal(p_day)
  union all
    select 'a sealed day''s figures are what its entries and tickets say', p_day::text, coalesce(kept.line, again.line)
    from (select line from hippo.seal_lines(p_day) line where not starts_with(line, 'chain ')
          union all
          select concat('session ', to_jsonb(k)) from hippo.seal_session k where k.day = p_day) kept
    full join (select line from hippo.figure_lines(p_day) line
               union all
               -- Seals of older releases have none of these, and reports do without them: what is there must be right.
               select concat('session ', to_jsonb(f)) from hippo.session_figures(p_day) f
               where f.till_session_id in (select k.till_session_id from hippo.seal_session k where k.day = p_day)) again
        on again.line = kept.line
    where kept.line is null or again.line is null
$$;
