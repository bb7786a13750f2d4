-- SPDX-License-Identifier: MIT
-- Purpose: whether a shop sells, for its tills: paused or not, and its openings to come, by which a page knows by itself
--          when it closes.
-- Parameters: p_shop_id
-- Returns: json {shopId, number, name, paused {at, reason}, openings}: paused is null while it sells; openings are null when
--          it has no hours, else [[from, until], …] in ms since 1970: the one that it is in and those of the next week
create or replace function hippo.shop_sales_json(p_shop_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select hippo.json_join(hippo.shop_json(s.shop_id), json_build_object(
            'paused', case when s.paused_at is not null then json_build_object(
                'at', hippo.rfc3339(s.paused_at), 'reason', s.pause_reason) end,
            'openings', (
                select json_agg(json_build_array(hippo.ms(o.opens_at), hippo.ms(o.closes_at)) order by o.opens_at)
                from hippo.shop_openings(s.shop_id, hippo.clock()) o)))
        from hippo.shop s where s.shop_id = p_shop_id);
end
$$;
