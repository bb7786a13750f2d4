-- SPDX-License-Identifier: MIT
-- Purpose: a cashier or supervisor belongs to a shop, an admin or auditor to none.
-- Parameters: p_role; p_shop_id
-- Returns: the role
-- Errors: HP400 role, shopId
create or replace function hippo.user_place_require(p_role text, p_shop_id bigint) returns hippo.role
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.require(p_role = any (enum_range(null::hippo.role)::text[]), 'role');
    perform hippo.require(case when p_role in ('cashier', 'supervisor')
                               then exists (select from hippo.shop where shop_id = p_shop_id)
                               else p_shop_id is null end, 'shopId');
    return p_role;
end
$$;
