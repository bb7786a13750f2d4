-- SPDX-License-Identifier: MIT
-- Purpose: the part of a journal entry's text that differs by action: of a sale, the lines of the ticket, so that the
--          chain covers them too; of anything else, what the entry itself keeps.
-- Parameters: p_entry; p_ticket the ticket of a sale
-- Returns: text
create or replace function hippo.journal_content(p_entry hippo.journal, p_ticket hippo.ticket) returns text
language sql stable
as $$
    select case when p_entry.action = 'sale' then concat(p_ticket.price_ids, p_ticket.stakes, p_ticket.prizes)
                else format('%L|%L|%L|%L|%L', p_entry.subject, p_entry.address, p_entry.before, p_entry.after, p_entry.reason)
           end
$$;
