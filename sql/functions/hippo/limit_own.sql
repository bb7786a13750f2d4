-- SPDX-License-Identifier: MIT
-- Purpose: the narrowest limit of one kind that a shop, a till or a user has for itself.
-- Parameters: p_kind of hippo.limit_kind; p_till_id; p_user_id, null for nobody
-- Returns: bigint, minor units; null when only the house's holds
create or replace function hippo.limit_own(p_kind text, p_till_id integer, p_user_id integer) returns bigint
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select min(amount) from hippo.limit_list(p_kind, p_till_id, p_user_id) where scope <> 'house'
$$;
