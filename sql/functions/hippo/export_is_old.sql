-- SPDX-License-Identifier: MIT
-- Purpose: is an export's file to be forgotten? It is kept for a week of the house's own life.
-- Parameters: p_export a row
-- Returns: boolean
create or replace function hippo.export_is_old(p_export hippo.export) returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select hippo.export_state(p_export) = 'ready' and p_export.signed_at <= hippo.lived() - interval '7 days'
$$;
