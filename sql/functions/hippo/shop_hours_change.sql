-- SPDX-License-Identifier: MIT
-- Purpose: replaces the opening hours of a shop. They hold from the next round on.
-- Parameters: p_shop_id; p_hours json [{weekday, opens, closes}] as hippo.shop_hours_json, at most 28, no two on one weekday
--             that open at the same time; empty: it sells at any time; null changes nothing
-- Errors: HP400 bad_parameter
create or replace function hippo.shop_hours_change(p_shop_id integer, p_hours json) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_part json;
begin
    if p_hours is null then
        return;
    end if;
    perform hippo.require(json_typeof(p_hours) = 'array' and json_array_length(p_hours) <= 28, 'hours');
    delete from hippo.shop_hours where shop_id = p_shop_id;
    for v_part in select value from json_array_elements(p_hours) loop
        perform hippo.require(json_typeof(v_part) = 'object', 'hours');
        perform hippo.require(not exists (select from json_object_keys(v_part) k
                                          where k not in ('weekday', 'opens', 'closes')), 'hours'),
                hippo.require(json_typeof(v_part -> 'weekday') = 'number' and v_part ->> 'weekday' ~ '^[1-7]$',
                              'hours.weekday'),
                hippo.require(v_part ->> 'opens' ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$', 'hours.opens'),
                hippo.require(v_part ->> 'closes' ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', 'hours.closes');
        insert into hippo.shop_hours (shop_id, weekday, opens, closes)
        values (p_shop_id, (v_part ->> 'weekday')::integer, (v_part ->> 'opens')::time, (v_part ->> 'closes')::time)
        on conflict do nothing;
        perform hippo.require(found, 'hours.opens');
    end loop;
end
$$;
