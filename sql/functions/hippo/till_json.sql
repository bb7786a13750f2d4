-- SPDX-License-Identifier: MIT
-- Purpose: a till as answers name it.
-- Parameters: p_till_id
-- Returns: json {tillId, number, name, shop}
create or replace function hippo.till_json(p_till_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object('tillId', till_id, 'number', number, 'name', name, 'shop', hippo.shop_json(shop_id))
        from hippo.till where till_id = p_till_id);
end
$$;
