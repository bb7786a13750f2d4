-- SPDX-License-Identifier: MIT
-- Purpose: api.report_lines, with where its figures come from.
-- Parameters: those of api.report_lines; p_as_of, p_because as api.report_from
-- Returns: as api.report_lines
-- Errors: as api.report_lines
create or replace function api.report_lines_from(
    p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, p_as_of timestamptz, p_because text)
returns setof json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
begin
    perform set_config('hippo.as_of', coalesce(p_as_of::text, ''), true), set_config('hippo.because', coalesce(p_because, ''), true);
    return query select api.report_lines(p_token_hash, p_name, p_from, p_to, p_shop_id);
end
$$;
