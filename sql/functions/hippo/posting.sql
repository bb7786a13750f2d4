-- SPDX-License-Identifier: MIT
-- Purpose: gives a journal entry its posting.
-- Parameters: p_entry; p_debit, p_debit_id the account that gets it; p_credit, p_credit_id the one that gives it; p_amount
-- Returns: the entry
create or replace function hippo.posting(
    p_entry hippo.journal, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint,
    p_amount bigint) returns hippo.journal
language plpgsql immutable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    p_entry.debit := p_debit;
    p_entry.debit_id := p_debit_id;
    p_entry.credit := p_credit;
    p_entry.credit_id := p_credit_id;
    p_entry.amount := p_amount;
    return p_entry;
end
$$;
