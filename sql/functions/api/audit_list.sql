-- SPDX-License-Identifier: MIT
-- Purpose: the journal of the house or of a till, newest first, a page at a time.
-- Parameters: p_token_hash; p_till_id, null for the house; p_action, null for all; p_before an entry, null for the newest; p_limit 1 to 100
-- Returns: json {items, next}
-- Errors: HP400; HP401; HP403
create or replace function api.audit_list(
    p_token_hash bytea, p_till_id bigint, p_action text, p_before bigint, p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit');
    return (
        select json_build_object(
            'items', coalesce(json_agg(hippo.journal_json(page) order by page.seq desc), '[]'),
            'next', case when count(*) = p_limit then min(page.seq) end)
        from (select * from hippo.journal
              where scope = coalesce(p_till_id, 0) and seq < coalesce(p_before, 9223372036854775807)
                  and action = coalesce(p_action, action)
              order by seq desc limit p_limit) page);
end
$$;
