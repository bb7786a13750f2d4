-- SPDX-License-Identifier: MIT
-- Purpose: the reports that the caller may read, with their columns.
-- Parameters: p_token_hash
-- Returns: json {items [{report, ofShop, description, columns [{name, type, adds, description}]}]}
-- Errors: HP401; HP403
create or replace function api.report_list(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'auditor', 'admin');
begin
    return json_build_object('items', (
        select json_agg(json_build_object('report', l.name, 'ofShop', l.is_of_shop,
            'description', obj_description(format('report.%I', l.name)::regclass, 'pg_class'),
            'columns', (select json_agg(json_build_object('name', c.name, 'type', c.type, 'adds', c.name = any (l.sums),
                                                          'description', c.description) order by c.place)
                        from hippo.report_columns(l.name) c)) order by l.nth)
        from hippo.report_list() with ordinality as l (name, is_of_shop, place, sums, nth)
        where v_user.role <> 'supervisor' or l.is_of_shop));
end
$$;
