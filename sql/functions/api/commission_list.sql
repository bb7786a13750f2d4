-- SPDX-License-Identifier: MIT
-- Purpose: the rates of commissions that were ever set, newest first, a page at a time.
-- Parameters: p_token_hash; p_before a rate's id, null for the newest; p_limit 1 to 100
-- Returns: json {items as hippo.commission_json, next}
-- Errors: HP400; HP401; HP403
create or replace function api.commission_list(p_token_hash bytea, p_before bigint, p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit');
    return (
        select json_build_object(
            'items', coalesce(json_agg(hippo.commission_json(page) order by page.commission_rate_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.commission_rate_id) end)
        from (select * from hippo.commission_rate where commission_rate_id < coalesce(p_before, 2147483648)
              order by commission_rate_id desc limit p_limit) page);
end
$$;
