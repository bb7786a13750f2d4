-- SPDX-License-Identifier: MIT
-- Purpose: a report as lines, for a file: all its rows, as of one moment. Its last line says that it is the last.
-- Parameters: p_token_hash; p_name; p_from, p_to days, both included, null for today; p_shop_id of one shop only, null for all
-- Returns: json arrays: the names of the columns; each row's values; the totals, or that there was no activity; and what it is
--          of, when, of which version, and whether a replica made it (api.report_lines_from)
-- Errors: as api.report; HP413 report_too_long
create or replace function api.report_lines(
    p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint default null) returns setof json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_asked record := hippo.report_require(p_token_hash, p_name, p_from, p_to, p_shop_id);
    v_columns text[] := (select array_agg(name order by place) from hippo.report_columns(p_name));
    v_rest text[] := array_fill(null::text, array[cardinality(v_columns) - 1]);
    v_figures record := hippo.figures_from();
    v_count integer;
begin
    perform set_config('timezone', 'UTC', true);
    return next to_json(v_columns);
    return query execute format(
        'with page as materialized (%s limit $4)
         select json_build_array(%s) from page
         union all
         select json_build_array(%s) from page having count(*) > 0',
        hippo.report_query(v_asked.name, v_asked.place, v_asked.shop_id is not null),
        (select string_agg(format('%I', c), ', ') from unnest(v_columns) c),
        (select string_agg(case when place = 1 then '''total''' when c = any (v_asked.sums) then format('coalesce(sum(%I), 0)', c)
                                else 'null' end, ', ' order by place) from unnest(v_columns) with ordinality as u (c, place)))
    using v_asked.from_day, v_asked.to_day, v_asked.shop_id, hippo.report_rows_max() + 1;
    get diagnostics v_count = row_count;
    if v_count - 1 > hippo.report_rows_max() then
        perform hippo.refuse(413, 'report_too_long',
                             format('a file has %s rows at most: ask for fewer days (from, to)', hippo.report_rows_max()),
                             jsonb_build_object('max', hippo.report_rows_max()));
    elsif v_count = 0 then
        return next to_json(array['aucune activité (no activity)'] || v_rest);
    end if;
    return next to_json(array[format('end of report: %s, %s to %s, %s, %s rows, generated at %s%s, version %s', v_asked.name,
        v_asked.from_day, v_asked.to_day, coalesce('shop ' || v_asked.shop_id, 'all shops'), greatest(v_count - 1, 0),
        hippo.rfc3339(hippo.clock()), case when v_figures.as_of is not null then ' by the replica, as of ' || hippo.rfc3339(v_figures.as_of)
            when v_figures.because is not null then format(' by the main database, not the replica (%s)', v_figures.because) end,
        api.schema_version())] || v_rest);
end
$$;
