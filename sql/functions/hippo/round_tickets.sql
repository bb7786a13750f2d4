-- SPDX-License-Identifier: MIT
-- Purpose: the tickets of a run of rounds, by the rounds' key and by nothing else (as hippo.chain_entries).
-- Parameters: p_after a round, which is not included; p_last the last one
-- Returns: rows of hippo.ticket
create or replace function hippo.round_tickets(p_after bigint, p_last bigint) returns setof hippo.ticket
language sql stable rows 50000
set search_path = pg_catalog, hippo, pg_temp
set jit = off
set enable_seqscan = off
as $$
    select * from hippo.ticket where round_id > p_after and round_id <= p_last
$$;
