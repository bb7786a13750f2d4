-- SPDX-License-Identifier: MIT
-- Purpose: a report for some days of the house, of any time since the first. What schema report shows, for a web page or a
--          spreadsheet. A supervisor reads those that have a shop, and in them the own shop.
-- Parameters: p_token_hash; p_name; p_from, p_to days, both included, null for today; p_limit rows, 1 to 10000; p_shop_id of
--             one shop only, null for all
-- Returns: json {report, from, to, shop, generatedAt, asOf, source, because, version, columns, rows, totals, truncated}: asOf is
--          the time up to which everything is in the figures, source main or replica, because why the replica did not answer
--          (api.report_from); version is the database's schema, which the views belong to
-- Errors: HP400 from, to, limit, shop; HP401; HP403; HP404 no such report
create or replace function api.report(
    p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_asked record := hippo.report_require(p_token_hash, p_name, p_from, p_to, p_shop_id);
    v_figures record := hippo.figures_from();
    v_body json;
begin
    perform hippo.require(p_limit between 1 and 10000, 'limit');
    v_body := hippo.report_rows(v_asked.name, v_asked.place, v_asked.sums, v_asked.from_day, v_asked.to_day, v_asked.shop_id, p_limit);
    return json_build_object(
        'report', v_asked.name, 'from', v_asked.from_day, 'to', v_asked.to_day, 'shop', v_asked.shop_id,
        'generatedAt', hippo.rfc3339(hippo.clock()), 'asOf', hippo.rfc3339(coalesce(v_figures.as_of, hippo.clock())),
        'source', case when v_figures.as_of is null then 'main' else 'replica' end, 'because', v_figures.because,
        'version', api.schema_version(),
        'columns', v_body -> 'columns', 'rows', v_body -> 'rows', 'totals', v_body -> 'totals', 'truncated', v_body -> 'truncated');
end
$$;
