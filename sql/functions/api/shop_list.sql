-- SPDX-License-Identifier: MIT
-- Purpose: the shops, by number, a page at a time.
-- Parameters: p_token_hash; p_before a shop's id (pages go down from the highest), null for the first; p_limit 1 to 100; p_search what its
--             number or name has in it, null for all
-- Returns: json {items, next}
-- Errors: HP400; HP401; HP403
create or replace function api.shop_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit');
    return (
        select json_build_object(
            'items', coalesce(json_agg(hippo.shop_full_json(page) order by page.shop_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.shop_id) end)
        from (select * from hippo.shop
              where shop_id < coalesce(p_before, 1000)
                  and (p_search is null or hippo.text_has(concat_ws(' ', hippo.shop_number(shop_id), name), p_search))
              order by shop_id desc limit p_limit) page);
end
$$;
