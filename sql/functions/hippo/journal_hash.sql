-- SPDX-License-Identifier: MIT
-- Purpose: the hash of a journal entry.
-- Parameters: p_before the hash of the entry before it; p_entry with all but its hash; p_content of journal_content
-- Returns: bytea, 32 bytes
create or replace function hippo.journal_hash(p_before bytea, p_entry hippo.journal, p_content text) returns bytea
language sql stable
as $$
    select sha256(p_before || timestamptz_send(p_entry.at) || coalesce(p_entry.fingerprint, '') || convert_to(
        hippo.journal_text(p_entry.scope, p_entry.seq, p_entry.user_id, p_entry.action, p_entry.ticket_id, p_entry.debit,
            p_entry.debit_id, p_entry.credit, p_entry.credit_id, p_entry.amount, p_entry.key, p_content), 'UTF8'))
$$;
