-- SPDX-License-Identifier: MIT
-- Purpose: the tickets that a proof looks at because of their rounds. In SQL, without settings of its own, to become part of the
--          proof that calls it.
-- Parameters: as hippo.window_chain
-- Returns: rows of hippo.ticket
create or replace function hippo.window_tickets(p_after date, p_until date) returns setof hippo.ticket
language sql stable
as $$
    select t.* from hippo.window_rounds(p_after, p_until) w cross join lateral hippo.round_tickets(w.after_round, w.last_round) t
$$;
