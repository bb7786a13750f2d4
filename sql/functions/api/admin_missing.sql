-- SPDX-License-Identifier: MIT
-- Purpose: is there no user yet? Then the api makes the first one (admin_bootstrap) and says its password once.
-- Returns: boolean
create or replace function api.admin_missing() returns boolean
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select not exists (select from hippo.app_user)
$$;
