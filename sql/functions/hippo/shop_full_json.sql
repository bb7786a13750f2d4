-- SPDX-License-Identifier: MIT
-- Purpose: a shop as an admin sees it.
-- Parameters: p_shop a row
-- Returns: json {shopId, number, name, header, open, createdAt}
create or replace function hippo.shop_full_json(p_shop hippo.shop) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'shopId', p_shop.shop_id, 'number', hippo.shop_number(p_shop.shop_id), 'name', p_shop.name, 'header', p_shop.header,
            'open', p_shop.closed_at is null, 'createdAt', hippo.rfc3339(p_shop.created_at)));
end
$$;
