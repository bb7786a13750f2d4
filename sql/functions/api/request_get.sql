-- SPDX-License-Identifier: MIT
-- Purpose: what became of a request whose answer was lost.
-- Parameters: p_token_hash; p_key of the request; p_user_id who sent it, null for the caller
-- Returns: json as hippo.request_json; null when the house has not seen it: it may still be on its way
-- Errors: HP400 key; HP401; HP403; HP404 another shop's user
create or replace function api.request_get(p_token_hash bytea, p_key text, p_user_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
begin
    return hippo.request_json(v_user, hippo.request_owner(v_user, p_key, p_user_id), p_key);
end
$$;
