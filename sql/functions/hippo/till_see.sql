-- SPDX-License-Identifier: MIT
-- Purpose: the till that a user may look at: a cashier the own one, also while its count waits to be signed, a supervisor any of the shop, admin and auditor all.
-- Parameters: p_user; p_till_id, null for the own till
-- Returns: integer, the till; null when there is none
-- Errors: HP403 forbidden
create or replace function hippo.till_see(p_user hippo.app_user, p_till_id bigint) returns integer
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till hippo.till;
begin
    select t.* into v_till from hippo.till t left join hippo.till_book b on b.till_id = t.till_id
    where case when p_till_id is null then b.user_id = p_user.user_id else t.till_id = p_till_id end;
    if v_till.till_id is not null and p_user.role = 'supervisor' and v_till.shop_id <> p_user.shop_id
        or p_user.role = 'cashier' and p_till_id is not null and v_till.till_id is not null and not exists (
            select from hippo.till_session where till_id = v_till.till_id and user_id = p_user.user_id and state <> 'closed') then
        perform hippo.refuse(403, 'forbidden', 'this is not your till');
    end if;
    return v_till.till_id;
end
$$;
