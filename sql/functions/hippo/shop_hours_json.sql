-- SPDX-License-Identifier: MIT
-- Purpose: the opening hours of a shop.
-- Parameters: p_shop_id
-- Returns: json [{weekday, opens, closes}], weekday 1 is Monday, times HH:MM; empty: it sells at any time
create or replace function hippo.shop_hours_json(p_shop_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select coalesce(json_agg(json_build_object('weekday', weekday, 'opens', to_char(opens, 'HH24:MI'),
            'closes', case closes when '24:00' then '24:00' else to_char(closes, 'HH24:MI') end) order by weekday, opens), '[]')
        from hippo.shop_hours where shop_id = p_shop_id);
end
$$;
