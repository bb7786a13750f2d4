-- SPDX-License-Identifier: MIT
-- Purpose: whose key is asked about? One's own, or that of another user of the same shop: whoever signs in next at a till finds
--          out what was left open there.
-- Parameters: p_user who asks; p_key; p_user_id whose key, null for the own
-- Returns: integer, the user's id
-- Errors: HP400 key; HP404 no such user in this shop
create or replace function hippo.request_owner(p_user hippo.app_user, p_key text, p_user_id bigint) returns integer
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.require(p_key ~ '^[A-Za-z0-9_.:-]{8,64}$', 'key');
    if not exists (select from hippo.app_user where user_id = coalesce(p_user_id, p_user.user_id) and shop_id = p_user.shop_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such user in your shop');
    end if;
    return coalesce(p_user_id, p_user.user_id);
end
$$;
