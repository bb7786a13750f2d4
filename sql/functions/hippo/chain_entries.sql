-- SPDX-License-Identifier: MIT
-- Purpose: a run of one chain of the journal, by its key and by nothing else. A function, because the planner takes a run for a
--          ninth of its chain and would rather read the whole journal.
-- Parameters: p_scope; p_after an entry, which is not included; p_last the last one
-- Returns: rows of hippo.journal
create or replace function hippo.chain_entries(p_scope integer, p_after bigint, p_last bigint) returns setof hippo.journal
language sql stable rows 300
set search_path = pg_catalog, hippo, pg_temp
set jit = off -- what it takes for large it would compile, for seconds
set enable_seqscan = off
as $$
    select * from hippo.journal where scope = p_scope and seq > p_after and seq <= p_last
$$;
