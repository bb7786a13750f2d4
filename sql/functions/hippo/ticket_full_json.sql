-- SPDX-License-Identifier: MIT
-- Purpose: a ticket as the staff sees it: with where and by whom it was sold and paid.
-- Parameters: p_ticket a row
-- Returns: json, hippo.ticket_json with {copies, till, cashier, paid {at, kind, amount, cash, till, by, approvedBy,
--          note}}; paid is null before
create or replace function hippo.ticket_full_json(p_ticket hippo.ticket) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select hippo.json_join(hippo.ticket_json(p_ticket), json_build_object(
            'copies', p_ticket.copies, 'till', hippo.till_json(s.till_id), 'cashier', hippo.user_json(s.user_id),
            'paid', (
                select json_build_object('at', hippo.rfc3339(p.paid_at),
                    'kind', case p_ticket.state when 'refunded' then 'refund' else 'pay' end, 'amount', p.amount, 'cash', p.cash,
                    'till', hippo.till_json(o.till_id), 'by', hippo.user_json(p.user_id),
                    'approvedBy', hippo.user_json(p.approved_by), 'note', p.note)
                from hippo.payment p join hippo.till_session o on o.till_session_id = p.till_session_id
                where p.ticket_id = p_ticket.ticket_id)))
        from hippo.till_session s where s.till_session_id = p_ticket.till_session_id);
end
$$;
