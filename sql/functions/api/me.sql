-- SPDX-License-Identifier: MIT
-- Purpose: who is signed in.
-- Parameters: p_token_hash
-- Returns: json {userId, username, displayName, role, shop, till, expiresAt, news}; news as hippo.news_json
-- Errors: HP401
create or replace function api.me(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
begin
    return hippo.json_join(hippo.me_json(p_token_hash), json_build_object('news', hippo.news_json(v_user)));
end
$$;
