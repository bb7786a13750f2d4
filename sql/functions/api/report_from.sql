-- SPDX-License-Identifier: MIT
-- Purpose: api.report, with where its figures come from.
-- Parameters: those of api.report; p_as_of what api.replica_standing gave, null on the main database; p_because why the replica did
--             not answer, null: it did, or there is none
-- Returns: as api.report
-- Errors: as api.report
create or replace function api.report_from(
    p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint, p_as_of timestamptz, p_because text)
returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform set_config('hippo.as_of', coalesce(p_as_of::text, ''), true), set_config('hippo.because', coalesce(p_because, ''), true);
    return api.report(p_token_hash, p_name, p_from, p_to, p_limit, p_shop_id);
end
$$;
