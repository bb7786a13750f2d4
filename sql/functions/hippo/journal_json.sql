-- SPDX-License-Identifier: MIT
-- Purpose: a journal entry as auditors see it.
-- Parameters: p_entry a row
-- Returns: json {scope, entry, at, by, action, ticket, subject, posting {debit, debitId, credit, creditId, amount}, key, address,
--          before, after, reason, hash}
create or replace function hippo.journal_json(p_entry hippo.journal) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'scope', p_entry.scope, 'entry', p_entry.seq, 'at', hippo.rfc3339(p_entry.at), 'by', hippo.user_json(p_entry.user_id),
            'action', p_entry.action, 'ticket', hippo.ticket_number(p_entry.ticket_id), 'subject', p_entry.subject,
            'posting', case when p_entry.amount is not null then json_build_object(
                'debit', p_entry.debit, 'debitId', p_entry.debit_id, 'credit', p_entry.credit, 'creditId', p_entry.credit_id,
                'amount', p_entry.amount) end,
            'key', p_entry.key, 'address', p_entry.address, 'before', p_entry.before, 'after', p_entry.after,
            'reason', p_entry.reason, 'hash', encode(p_entry.hash, 'hex')));
end
$$;
