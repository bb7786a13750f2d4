-- SPDX-License-Identifier: MIT
-- Purpose: checks every invariant of what is not sealed yet: the rounds, the stream, the tickets, the ledger, the tills and the
--          journal since the last seal, and that the seals follow each other; draws every published round of them again. In
--          seconds, however long the history is: report.proof_full looks at sealed days, too.
-- Returns: one row for each violation; no row means that all hold
create or replace function report.proof() returns table (invariant text, subject text, detail text)
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select p.* from (select max(day) as day from hippo.seal) s, lateral hippo.proof_window(s.day, null) p
  union all
    select * from hippo.proof_seals()
  union all
    select c.* from (select max(day) as day from hippo.seal) s, lateral hippo.proof_seal(s.day) c
$$;

comment on function report.proof() is
    'One row for each violated invariant of rounds, stream, tickets, ledger, tills and journal since the last sealed day, and of the seals; no row means that all hold. Draws every published round of them again.';
