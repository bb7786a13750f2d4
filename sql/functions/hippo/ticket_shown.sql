-- SPDX-License-Identifier: MIT
-- Purpose: the ticket that is shown at a till. Who shows too many wrong ones has to wait (api.scan_failed counts).
-- Parameters: p_user at the till; p_number, p_code
-- Returns: a row of hippo.ticket
-- Errors: HP404 number_mistyped; unknown_ticket, whether the number or the code is wrong (detail: counted, whether it was a
--         guess that counts); HP429 too_many_attempts
create or replace function hippo.ticket_shown(p_user hippo.app_user, p_number text, p_code text) returns hippo.ticket
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_is_guess boolean := hippo.scan_is_guess(p_number, p_code);
    v_ticket hippo.ticket;
begin
    perform hippo.throttle_wait('scan by ' || p_user.username);
    select * into v_ticket from hippo.ticket where ticket_id = hippo.ticket_proven(p_number, p_code);
    if not found then
        perform hippo.refuse(404, 'unknown_ticket', 'there is no ticket with this number and code: compare both with the paper',
                             jsonb_build_object('counted', v_is_guess));
    end if;
    return v_ticket;
end
$$;
