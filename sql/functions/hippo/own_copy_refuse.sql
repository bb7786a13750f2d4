-- SPDX-License-Identifier: MIT
-- Purpose: whoever printed a duplicate of a ticket has its code without its paper, so it is another person who gives cash for
--          it: pays it, refunds it, or takes the sale back. Only what was printed with money to come of it counts
--          (hippo.copy_is_due).
-- Parameters: p_user at the till; p_ticket its row
-- Errors: HP403 own_copy
create or replace function hippo.own_copy_refuse(p_user hippo.app_user, p_ticket hippo.ticket) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_ticket.copies > 0 and exists (
        select from hippo.till_session s
        join hippo.journal j on j.scope = s.till_id and j.seq > p_ticket.ticket_id % 1000000000
        where s.till_session_id = p_ticket.till_session_id and j.action = 'copy' and j.ticket_id = p_ticket.ticket_id
            and j.user_id = p_user.user_id and coalesce((j.after ->> 'due')::boolean, true)) then -- older ones do not say
        perform hippo.refuse(403, 'own_copy',
                             'you printed a duplicate of this ticket: another person has to hand out its money');
    end if;
end
$$;
