-- SPDX-License-Identifier: MIT
-- Purpose: the till session that a user may look at: a cashier the own ones, a supervisor those of the shop, admin and auditor all.
-- Parameters: p_user; p_session_id
-- Returns: the row
-- Errors: HP404 there is none, or it is not for this user
create or replace function hippo.session_see(p_user hippo.app_user, p_session_id bigint) returns hippo.till_session
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_session hippo.till_session;
begin
    select s.* into v_session from hippo.till_session s join hippo.till t on t.till_id = s.till_id
    where s.till_session_id = p_session_id
        and (p_user.role in ('admin', 'auditor') or p_user.role = 'supervisor' and t.shop_id = p_user.shop_id
             or s.user_id = p_user.user_id);
    if not found then
        perform hippo.refuse(404, 'not_found', format('there is no till session %s', p_session_id));
    end if;
    return v_session;
end
$$;
