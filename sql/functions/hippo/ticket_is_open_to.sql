-- SPDX-License-Identifier: MIT
-- Purpose: may a user see a ticket? Admin and auditor every one, a supervisor those of the shop, a cashier those sold at the
--          own till or by itself.
-- Parameters: p_user; p_till_session_id that sold the ticket
-- Returns: boolean
create or replace function hippo.ticket_is_open_to(p_user hippo.app_user, p_till_session_id integer) returns boolean
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select case p_user.role
            when 'supervisor' then t.shop_id = p_user.shop_id
            when 'cashier' then s.user_id = p_user.user_id or coalesce(b.user_id = p_user.user_id, false)
            else true
        end
        from hippo.till_session s
        join hippo.till t on t.till_id = s.till_id
        join hippo.till_book b on b.till_id = s.till_id
        where s.till_session_id = p_till_session_id);
end
$$;
