-- SPDX-License-Identifier: MIT
-- Purpose: at which tills may a user see whose tickets? As hippo.ticket_is_open_to, but asked once for a whole list: admin and auditor
--          every one, a supervisor those of the shop, a cashier those of the own till and, at others, the own sales.
-- Parameters: p_user; p_shop_id, p_till_id, p_cashier_id who sold them: of these only, null for all
-- Returns: a row for each till: its number, the base of its tickets' numbers, and of whose sessions, null for everybody's
create or replace function hippo.ticket_scope(p_user hippo.app_user, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint)
returns table (till_id integer, ticket_base bigint, user_id bigint)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select t.till_id, b.ticket_base, case when o.is_others then p_user.user_id else p_cashier_id end
    from hippo.till t join hippo.till_book b on b.till_id = t.till_id,
    lateral (select p_user.role = 'cashier' and b.user_id is distinct from p_user.user_id as is_others) o
    where t.till_id = coalesce(p_till_id, t.till_id) and t.shop_id = coalesce(p_shop_id, t.shop_id)
        and (p_user.role <> 'supervisor' or t.shop_id = p_user.shop_id)
        and case when o.is_others
                 then coalesce(p_cashier_id, p_user.user_id) = p_user.user_id
                     and exists (select from hippo.till_session s where s.till_id = t.till_id and s.user_id = p_user.user_id)
                 else p_cashier_id is null
                     or exists (select from hippo.till_session s where s.till_id = t.till_id and s.user_id = p_cashier_id) end
$$;
