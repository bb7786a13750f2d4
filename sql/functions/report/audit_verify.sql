-- SPDX-License-Identifier: MIT
-- Purpose: walks every chain of the journal and computes each hash again, over the entry, and over the lines of the ticket
--          that it sold. One changed byte, a row taken out or put in, a cut-off end: each is found at its place. Numbers may
--          jump at one kind of entry, a till's set_back, which says itself after which one it comes.
-- Returns: one row for each fault: scope (0 the house, else the till), entry, what is wrong; no row means that all hold
create or replace function report.audit_verify() returns table (scope integer, entry bigint, fault text)
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select * from hippo.chain_verify(null, null)
$$;

comment on function report.audit_verify() is
    'One row for each fault in the hash chains of the journal (scope 0 is the house, else the till); no row means that nothing was tampered with.';
