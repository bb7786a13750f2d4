-- SPDX-License-Identifier: MIT
-- Purpose: what the hash of a journal entry covers as text, beside the hash before it, its time and its fingerprint.
--          Free text is quoted, so that no two entries have the same. In SQL, to become part of the calling expression.
-- Parameters: the columns of hippo.journal; p_content is for a sale the lines of its ticket (prices, stakes, prizes),
--             otherwise what the entry keeps before and after, and why
-- Returns: text
create or replace function hippo.journal_text(
    p_scope integer, p_seq bigint, p_user_id integer, p_action text, p_ticket_id bigint, p_debit hippo.account,
    p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint, p_key text, p_content text) returns text
language sql stable
as $$
    select format('%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%L|%s', p_scope, p_seq, p_user_id, p_action, p_ticket_id, p_debit,
                  p_debit_id, p_credit, p_credit_id, p_amount, p_key, p_content)
$$;
