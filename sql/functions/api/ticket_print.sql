-- SPDX-License-Identifier: MIT
-- Purpose: the original of a ticket, to be printed right after its sale: by who sold it, in the till session that did, until
--          the race starts, and as long as there is no duplicate. It leaves no trace and shows the code, so it is for nobody
--          else and never again: whoever needs the ticket on paper later asks for a duplicate (api.ticket_copy).
-- Parameters: p_token_hash; p_number
-- Returns: json as hippo.ticket_print_json
-- Errors: HP401; HP403; HP404; HP409 no_original
create or replace function api.ticket_print(p_token_hash bytea, p_number text) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_ticket hippo.ticket;
begin
    select * into v_ticket from hippo.ticket t
    where t.ticket_id = hippo.ticket_id(p_number) and hippo.ticket_is_open_to(v_user, t.till_session_id);
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such ticket');
    elsif v_ticket.copies > 0 or hippo.copy_is_due(v_user, v_ticket) or v_ticket.state <> 'sold' or not exists (
        select from hippo.till_book b where b.user_id = v_user.user_id and b.till_session_id = v_ticket.till_session_id) then
        perform hippo.refuse(409, 'no_original',
            'the original is printed right after the sale, at the till that sold it and before the race: '
            'a duplicate can be printed now');
    end if;
    return hippo.ticket_print_json(v_ticket, 0);
end
$$;
