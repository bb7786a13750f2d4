-- SPDX-License-Identifier: MIT
-- Purpose: who is signed in.
-- Parameters: p_token_hash
-- Returns: json {userId, username, displayName, role, shop, till, expiresAt}
-- Errors: HP401
create or replace function api.me(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash);
    return hippo.me_json(p_token_hash);
end
$$;
