-- SPDX-License-Identifier: MIT
-- Purpose: the displays of a till that are in force, newest first.
-- Parameters: p_token_hash; p_till_id, null for the own till
-- Returns: json {displays}
-- Errors: HP401; HP403 another's till
create or replace function api.display_list(p_token_hash bytea, p_till_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor', 'admin');
    v_till_id integer := hippo.till_see(v_user, p_till_id);
begin
    return (
        select json_build_object('displays', coalesce(json_agg(hippo.display_json(d) order by d.display_id desc), '[]'))
        from hippo.display d where d.till_id = v_till_id and d.revoked_at is null);
end
$$;
