-- SPDX-License-Identifier: MIT
-- Purpose: may a user have a duplicate of a ticket, with its code? When money may come of it (hippo.copy_is_due) only a
--          supervisor, whose account was not made, reset or unblocked since the sale, or not for as long as setting
--          two_person_hours says.
-- Parameters: p_user who answers for it: who prints it, or the supervisor who approved it; p_ticket its row, which the user may see
-- Errors: HP403 needs_supervisor, rights_too_new
create or replace function hippo.copy_require(p_user hippo.app_user, p_ticket hippo.ticket) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_since timestamptz := greatest(
        p_ticket.sold_at, hippo.clock() - hippo.setting_integer('two_person_hours') * interval '1 hour');
begin
    if not hippo.copy_is_due(p_user, p_ticket) then
        return;
    elsif p_user.role <> 'supervisor' then
        perform hippo.refuse(403, 'needs_supervisor',
            'money may be due on this ticket: a supervisor prints the duplicate, and another person pays');
    elsif p_user.rights_at >= v_since then
        perform hippo.refuse(403, 'rights_too_new',
            'your account has been made, reset or unblocked since the sale: another supervisor has to print it',
            jsonb_build_object('user', p_user.username, 'countsFrom', hippo.rfc3339(p_user.rights_at)));
    end if;
end
$$;
