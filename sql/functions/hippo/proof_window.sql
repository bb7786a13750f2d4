-- SPDX-License-Identifier: MIT
-- Purpose: every invariant, on what was written after one sealed day and up to another; up to the present also of the house as
--          it is now.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_window(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select * from hippo.proof_rounds(p_after, p_until)
  union all
    select h.* from (select where p_until is null) now, lateral (
        select * from hippo.proof_house() union all select * from hippo.proof_books()) h
  union all
    select * from hippo.proof_tickets(p_after, p_until)
  union all
    select * from hippo.proof_ledger(p_after, p_until)
  union all
    select * from hippo.proof_postings(p_after, p_until)
  union all
    select * from hippo.proof_tills(p_after, p_until)
  union all
    select * from hippo.proof_corrections(p_after, p_until)
  union all
    select * from hippo.proof_journal(p_after, p_until)
$$;
