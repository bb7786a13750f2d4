-- SPDX-License-Identifier: MIT
-- Purpose: the cards, newest first, a page at a time.
-- Parameters: p_token_hash; p_before a card's id, null for the newest; p_limit 1 to 100
-- Returns: json {items, next}
-- Errors: HP400; HP401; HP403
create or replace function api.card_list(p_token_hash bytea, p_before bigint, p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit');
    return (
        select json_build_object(
            'items', coalesce(json_agg(hippo.card_json(page, false) order by page.card_template_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.card_template_id) end)
        from (select * from hippo.card_template where card_template_id < coalesce(p_before, 9223372036854775807)
              order by card_template_id desc limit p_limit) page);
end
$$;
