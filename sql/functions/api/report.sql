-- SPDX-License-Identifier: MIT
-- Purpose: a report for some days of the house, of any time since the first. What schema report shows, for a web page or a
--          spreadsheet. A supervisor reads those that have a shop, and in them the own shop.
-- Parameters: p_token_hash; p_name; p_from, p_to days, both included, null for today; p_limit rows, 1 to 10000
-- Returns: json {report, from, to, generatedAt, columns, rows, truncated}
-- Errors: HP400 from, to, limit; HP401; HP403; HP404 no such report
create or replace function api.report(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_from date := coalesce(p_from, hippo.house_day(hippo.clock()));
    v_to date := coalesce(p_to, hippo.house_day(hippo.clock()));
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'auditor', 'admin');
    v_of_shop text[] := '{tickets,tills,cashiers,unclaimed,voids,payouts,movements,shops,till_sessions}';
    v_body json;
begin
    perform hippo.require(p_limit between 1 and 10000, 'limit'),
            hippo.require(v_from <= v_to, 'from');
    if p_name = 'runners' and v_user.role <> 'supervisor' then
        v_body := hippo.runner_rows(v_from, v_to);
    elsif p_name = any (v_of_shop) or v_user.role <> 'supervisor'
        and p_name in ('rounds', 'days', 'markets', 'liability', 'audit', 'proofs', 'ledger') then
        v_body := hippo.report_rows(p_name, v_from, v_to, p_limit, v_user.shop_id);
    elsif p_name in ('runners', 'rounds', 'days', 'markets', 'liability', 'audit', 'proofs', 'ledger') then
        perform hippo.refuse(403, 'forbidden', format('this report is the whole house''s: those of the own shop are %s',
                                                      array_to_string(v_of_shop, ', ')));
    else
        perform hippo.refuse(404, 'not_found', 'there is no such report');
    end if;
    return json_build_object(
        'report', p_name, 'from', v_from, 'to', v_to, 'generatedAt', hippo.rfc3339(hippo.clock()),
        'columns', v_body -> 'columns', 'rows', v_body -> 'rows', 'truncated', v_body -> 'truncated');
end
$$;
