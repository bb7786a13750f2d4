-- SPDX-License-Identifier: MIT
-- Purpose: a report as lines, for a file: all its rows, as of one moment.
-- Parameters: p_token_hash; p_name; p_from, p_to days, both included, null for today
-- Returns: json arrays: the names of the columns, then each row's values, newest first
-- Errors: as api.report; HP413 report_too_long
create or replace function api.report_lines(p_token_hash bytea, p_name text, p_from date, p_to date) returns setof json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    c_longest constant integer := 100000;
    -- Who may read what is decided in one place.
    v_report json := api.report(p_token_hash, p_name, p_from, p_to, case p_name when 'runners' then 10000 else 1 end);
    v_shop_id integer := (hippo.caller(p_token_hash)).shop_id;
    v_count integer;
begin
    return next v_report -> 'columns';
    if p_name = 'runners' then
        return query select value from json_array_elements(v_report -> 'rows');
        return;
    end if;
    return query execute format(
        'select (select json_agg(value) from json_each(row_to_json(page)))
         from (select * from report.%I where day between $1 and $2 %s order by day desc, %s desc limit $3) page',
        p_name, case when v_shop_id is not null then 'and shop = $4' else '' end,
        case p_name when 'rounds' then 'round_id' when 'audit' then 'at' when 'movements' then 'at' else '2' end)
    using (v_report ->> 'from')::date, (v_report ->> 'to')::date, c_longest + 1, v_shop_id;
    get diagnostics v_count = row_count;
    if v_count > c_longest then
        perform hippo.refuse(413, 'report_too_long',
                             format('a file has %s rows at most: ask for fewer days (from, to)', c_longest),
                             jsonb_build_object('max', c_longest));
    end if;
end
$$;
