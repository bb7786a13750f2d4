-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about the journal: its chains, and the codes of the tickets, which the chains do not cover.
-- Returns: one row for each violation
create or replace function hippo.proof_journal() returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select 'the journal is as it was written', format('%s:%s', a.scope, a.entry), a.fault
    from report.audit_verify() a
  union all
    select 'a ticket''s code is its own', t.ticket_id::text, encode(t.code_hash, 'hex')
    from hippo.ticket t
    join hippo.till_session s on s.till_session_id = t.till_session_id
    join hippo.till_book b on b.till_id = s.till_id
    where t.code_hash <> hippo.ticket_code_hash(hippo.ticket_number(t.ticket_id), hippo.ticket_code(
        t.ticket_id, hippo.ticket_secret(t.ticket_id, b.till_id, b.secret)))
$$;
