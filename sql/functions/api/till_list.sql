-- SPDX-License-Identifier: MIT
-- Purpose: tills, newest first, a page at a time: all of them for admin and auditor, those of the shop for its staff.
-- Parameters: p_token_hash; p_shop_id, null for all; p_before a till's id, null for the newest; p_limit 1 to 100; p_search
--             what its name or its number, SS-TT, has in it, null for all
-- Returns: json {items, next}: an item as hippo.till_seen_json; to a cashier hippo.till_json with its handover alone
-- Errors: HP400; HP401
create or replace function api.till_list(
    p_token_hash bytea, p_shop_id bigint, p_before bigint, p_limit integer, p_search text default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
begin
    perform hippo.require(p_limit between 1 and 100, 'limit');
    return (
        select json_build_object(
            'items', coalesce(json_agg(
                case when v_user.role = 'cashier'
                     then hippo.json_join(hippo.till_json(page.till_id),
                                          json_build_object('handover', hippo.handover_json(page.till_id)))
                     else hippo.till_seen_json(v_user, page) end order by page.till_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.till_id) end)
        from (select * from hippo.till
              where till_id < coalesce(p_before, 2147483648) and shop_id = coalesce(p_shop_id, shop_id)
                  and shop_id = coalesce(v_user.shop_id, shop_id)
                  and (p_search is null or hippo.text_has(
                      format('%s-%s %s', hippo.shop_number(shop_id), lpad(number::text, 2, '0'), name), p_search))
              order by till_id desc limit p_limit) page);
end
$$;
