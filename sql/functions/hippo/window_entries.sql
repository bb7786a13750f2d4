-- SPDX-License-Identifier: MIT
-- Purpose: the entries that a proof looks at. In SQL, without settings of its own, to become part of the proof that calls it.
-- Parameters: as hippo.window_chain
-- Returns: rows of hippo.journal
create or replace function hippo.window_entries(p_after date, p_until date) returns setof hippo.journal
language sql stable
as $$
    select j.* from hippo.window_chain(p_after, p_until) w
    cross join lateral hippo.chain_entries(w.scope, w.after_seq, w.last_seq) j
$$;
