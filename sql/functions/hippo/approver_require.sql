-- SPDX-License-Identifier: MIT
-- Purpose: may this person allow somebody at a till to do something? A supervisor of the same shop may, and of a variance an
--          admin: another person than who asks.
-- Parameters: p_user who asks; p_by who allows it; p_action as of hippo.approval
-- Errors: HP403 same_person; HP403 needs_supervisor
create or replace function hippo.approver_require(p_user hippo.app_user, p_by hippo.app_user, p_action text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_by.user_id = p_user.user_id then
        perform hippo.refuse(403, 'same_person', 'another person has to approve this');
    elsif p_by.blocked_at is not null or not (p_by.role = 'supervisor' and p_by.shop_id = p_user.shop_id
                                              or p_by.role = 'admin' and p_action = 'verify') then
        perform hippo.refuse(403, 'needs_supervisor', 'this is approved by a supervisor of the shop');
    end if;
end
$$;
