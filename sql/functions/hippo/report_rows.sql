-- SPDX-License-Identifier: MIT
-- Purpose: the rows of a report view for some days, newest first.
-- Parameters: p_view of schema report; p_from, p_to days, both included; p_limit; p_shop_id of one shop only, null for all
-- Returns: json {columns, rows, truncated}: names, and an array of values for each row; times in UTC
create or replace function hippo.report_rows(p_view text, p_from date, p_to date, p_limit integer, p_shop_id integer)
returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_columns json;
    v_rows json;
    v_count integer;
begin
    perform set_config('timezone', 'UTC', true);
    select json_agg(attname order by attnum) into v_columns
    from pg_attribute where attrelid = format('report.%I', p_view)::regclass and attnum > 0 and not attisdropped;
    execute format(
        'select coalesce(json_agg((select json_agg(value) from json_each(row_to_json(page)))), ''[]''), count(*)
         from (select * from report.%I where day between $1 and $2 %s order by day desc, %s desc limit $3) page',
        p_view, case when p_shop_id is not null then 'and shop = $4' else '' end,
        case p_view when 'rounds' then 'round_id' when 'audit' then 'at' when 'movements' then 'at' else '2' end)
    into v_rows, v_count using p_from, p_to, p_limit + 1, p_shop_id;
    return json_build_object(
        'columns', v_columns,
        'rows', case when v_count <= p_limit then v_rows
                     else (select json_agg(value order by place) from json_array_elements(v_rows) with ordinality as r (value, place)
                           where place <= p_limit) end,
        'truncated', v_count > p_limit);
end
$$;
