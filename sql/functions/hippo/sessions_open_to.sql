-- SPDX-License-Identifier: MIT
-- Purpose: of which till sessions may a user see the tickets? As hippo.ticket_is_open_to, but asked once for a whole list.
-- Parameters: p_user; p_till_id of this till only, null for all
-- Returns: integer[] of their numbers; null: of all that there are
create or replace function hippo.sessions_open_to(p_user hippo.app_user, p_till_id bigint) returns integer[]
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_user.role in ('admin', 'auditor') and p_till_id is null then
        return null;
    end if;
    return (
        select coalesce(array_agg(s.till_session_id), '{}')
        from hippo.till_session s
        join hippo.till t on t.till_id = s.till_id
        join hippo.till_book b on b.till_id = s.till_id
        where s.till_id = coalesce(p_till_id, s.till_id) and case p_user.role
            when 'supervisor' then t.shop_id = p_user.shop_id
            when 'cashier' then s.user_id = p_user.user_id or coalesce(b.user_id = p_user.user_id, false)
            else true end);
end
$$;
