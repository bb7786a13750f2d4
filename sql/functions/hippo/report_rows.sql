-- SPDX-License-Identifier: MIT
-- Purpose: the rows of a report for some days, and what they add up to.
-- Parameters: p_name, p_place, p_sums of hippo.report_list(); p_from, p_to days, both included; p_shop_id of one shop only,
--             null for all; p_limit
-- Returns: json {columns, rows, totals, truncated}: names, an array of values for each row, a sum for each column that adds
--          up; times in UTC. With rows left out there are no totals
create or replace function hippo.report_rows(
    p_name text, p_place text, p_sums text[], p_from date, p_to date, p_shop_id integer, p_limit integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_columns text[] := (select array_agg(name order by place) from hippo.report_columns(p_name));
    v_rows json;
    v_totals json;
    v_count integer;
begin
    perform set_config('timezone', 'UTC', true);
    execute format(
        'with page as materialized (%s limit $4)
         select coalesce(json_agg(json_build_array(%s)), ''[]''), count(*), json_build_object(%s) from page',
        hippo.report_query(p_name, p_place, p_shop_id is not null),
        (select string_agg(format('%I', c), ', ') from unnest(v_columns) c),
        (select string_agg(format('%L, coalesce(sum(%I), 0)', c, c), ', ') from unnest(p_sums) c))
    into v_rows, v_count, v_totals
    using hippo.report_from(p_name, p_place, p_from, p_to, p_shop_id, p_limit + 1), p_to, p_shop_id, p_limit + 1;
    return json_build_object(
        'columns', v_columns,
        'rows', case when v_count <= p_limit then v_rows
                     else (select json_agg(value order by place) from json_array_elements(v_rows) with ordinality as r (value, place)
                           where place <= p_limit) end,
        'totals', case when v_count <= p_limit then v_totals end,
        'truncated', v_count > p_limit);
end
$$;
