-- SPDX-License-Identifier: MIT
-- Purpose: a shop as an admin sees it.
-- Parameters: p_shop a row
-- Returns: json {shopId, number, name, header, open, paused {at, reason}, hours, limits, createdAt}; paused is null while it
--          sells
create or replace function hippo.shop_full_json(p_shop hippo.shop) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'shopId', p_shop.shop_id, 'number', hippo.shop_number(p_shop.shop_id), 'name', p_shop.name, 'header', p_shop.header,
            'open', p_shop.closed_at is null,
            'paused', case when p_shop.paused_at is not null then json_build_object(
                'at', hippo.rfc3339(p_shop.paused_at), 'reason', p_shop.pause_reason) end,
            'hours', hippo.shop_hours_json(p_shop.shop_id), 'limits', hippo.limits_json('shop', p_shop.shop_id),
            'createdAt', hippo.rfc3339(p_shop.created_at)));
end
$$;
