-- SPDX-License-Identifier: MIT
-- Purpose: what to print on the receipt of a payment, a refund or an annulment. It is for those who sold the ticket, and for
--          those who paid it or took it back: the client signs where the cash was handed out.
-- Parameters: p_token_hash; p_number
-- Returns: json as hippo.ticket_print_json, headed by the shop that paid, without a code; null when there is none that the
--          user may print
-- Errors: HP401; HP403
create or replace function api.ticket_slip(p_token_hash bytea, p_number text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
begin
    return (
        select hippo.ticket_print_json(t, null, k.shop_id)
        from hippo.ticket t
        left join hippo.till_session s
            on s.till_id = t.closed_scope and t.closed_seq >= s.opened_seq
            and t.closed_seq <= coalesce(s.closed_seq, t.closed_seq)
        left join hippo.till k on k.till_id = s.till_id
        where t.ticket_id = hippo.ticket_id(p_number)
            and (hippo.ticket_is_open_to(v_user, t.till_session_id) or hippo.ticket_is_open_to(v_user, s.till_session_id)));
end
$$;
