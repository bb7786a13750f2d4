-- SPDX-License-Identifier: MIT
-- Purpose: who somebody is, as the main database and its replica compare it: what decides which figures a person may see.
-- Parameters: p_user
-- Returns: text
create or replace function hippo.replica_person(p_user hippo.app_user) returns text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select concat_ws(' ', p_user.user_id, p_user.role, p_user.shop_id)
$$;
