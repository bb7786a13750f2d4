-- SPDX-License-Identifier: MIT
-- Purpose: a further posting of a request whose first entry is written already: the same who, where, when and ticket,
--          another kind and other accounts.
-- Parameters: p_entry the first entry; p_action of this one; accounts and amount as in hippo.posting
-- Returns: bigint, the new entry's number
create or replace function hippo.posting_extra(
    p_entry hippo.journal, p_action text, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account,
    p_credit_id bigint, p_amount bigint) returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    p_entry.action := p_action;
    p_entry.key := null;
    p_entry.fingerprint := null;
    p_entry.before := null;
    p_entry.after := null;
    return hippo.journal_append(hippo.posting(p_entry, p_debit, p_debit_id, p_credit, p_credit_id, p_amount));
end
$$;
