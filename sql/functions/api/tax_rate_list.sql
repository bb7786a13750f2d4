-- SPDX-License-Identifier: MIT
-- Purpose: the rates of what is withheld from prizes that were ever set, newest first, a page at a time.
-- Parameters: p_token_hash; p_before a rate's id, null for the newest; p_limit 1 to 100
-- Returns: json {items as hippo.tax_rate_json, next}
-- Errors: HP400; HP401; HP403
create or replace function api.tax_rate_list(p_token_hash bytea, p_before bigint, p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit');
    return (
        select json_build_object(
            'items', coalesce(json_agg(hippo.tax_rate_json(page) order by page.tax_rate_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.tax_rate_id) end)
        from (select * from hippo.tax_rate where tax_rate_id < coalesce(p_before, 2147483648)
              order by tax_rate_id desc limit p_limit) page);
end
$$;
