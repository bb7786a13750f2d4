-- SPDX-License-Identifier: MIT
-- Purpose: a shop as every answer shows it.
-- Parameters: p_shop_id, may be null
-- Returns: json {shopId, number, name}; null for null
create or replace function hippo.shop_json(p_shop_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object('shopId', shop_id, 'number', hippo.shop_number(shop_id), 'name', name)
        from hippo.shop where shop_id = p_shop_id);
end
$$;
