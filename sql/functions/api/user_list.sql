-- SPDX-License-Identifier: MIT
-- Purpose: the users, newest first, a page at a time.
-- Parameters: p_token_hash; p_before a user's id, null for the newest; p_limit 1 to 100; filters, each null for all: p_search what the
--             user name or the displayed one has in it, p_role, p_shop_id
-- Returns: json {items, next}
-- Errors: HP400; HP401; HP403
create or replace function api.user_list(
    p_token_hash bytea, p_before bigint, p_limit integer, p_search text default null, p_role text default null,
    p_shop_id bigint default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit'),
            hippo.require(p_role is null or p_role = any (enum_range(null::hippo.role)::text[]), 'role');
    return (
        select json_build_object(
            'items', coalesce(json_agg(hippo.user_full_json(page) order by page.user_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.user_id) end)
        from (select * from hippo.app_user
              where user_id < coalesce(p_before, 2147483648)
                  and (p_search is null or hippo.text_has(concat_ws(' ', username, display_name), p_search))
                  and (p_role is null or role = p_role::hippo.role)
                  and (p_shop_id is null or shop_id = p_shop_id)
              order by user_id desc limit p_limit) page);
end
$$;
