-- SPDX-License-Identifier: MIT
-- Purpose: what to print on the receipt of a payment, a refund or an annulment. It is for those who sold the ticket, and for
--          those who paid it or took it back: the client signs where the cash was handed out.
-- Parameters: p_token_hash; p_number
-- Returns: json as hippo.ticket_print_json, headed by the shop that paid, without a code
-- Errors: HP401; HP403; HP404; HP409 no_receipt
create or replace function api.ticket_slip(p_token_hash bytea, p_number text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_ticket hippo.ticket;
    v_session hippo.till_session; -- that closed it
begin
    select * into v_ticket from hippo.ticket where ticket_id = hippo.ticket_id(p_number);
    select s.* into v_session
    from hippo.till_session s
    where s.till_id = v_ticket.closed_scope and v_ticket.closed_seq >= s.opened_seq
        and v_ticket.closed_seq <= coalesce(s.closed_seq, v_ticket.closed_seq);
    if not coalesce(hippo.ticket_is_open_to(v_user, v_ticket.till_session_id)
                    or hippo.ticket_is_open_to(v_user, v_session.till_session_id), false) then
        perform hippo.refuse(404, 'not_found', 'there is no such ticket');
    elsif v_ticket.state not in ('voided', 'paid', 'refunded') then
        perform hippo.refuse(409, 'no_receipt', 'nothing was paid, refunded or voided for this ticket');
    end if;
    return hippo.ticket_print_json(v_ticket, null, (select shop_id from hippo.till where till_id = v_session.till_id));
end
$$;
