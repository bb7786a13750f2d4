-- SPDX-License-Identifier: MIT
-- Purpose: the picture at the head of the house's papers, for whoever prints them.
-- Returns: json {logo}: as hippo.logo_json
create or replace function api.logo_get() returns json
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object('logo', hippo.logo_json())
$$;
