-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about the journal: its chains, and the codes of the tickets, which the chains do not cover.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_journal(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select 'the journal is as it was written', format('%s:%s', a.scope, a.entry), a.fault
    from hippo.chain_verify(p_after, p_until) a
  union all
    select 'a ticket''s code is its own', t.ticket_id::text, encode(t.code_hash, 'hex')
    from hippo.window_tickets(p_after, p_until) t
    join hippo.till_session s on s.till_session_id = t.till_session_id
    join hippo.till_book b on b.till_id = s.till_id
    where t.code_hash <> hippo.ticket_code_hash(hippo.ticket_number(t.ticket_id), hippo.ticket_code(
        t.ticket_id, hippo.ticket_secret(t.ticket_id, b.till_id, b.secret)))
$$;
