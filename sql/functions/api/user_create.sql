-- SPDX-License-Identifier: MIT
-- Purpose: an admin makes a user.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request (made without the password); p_username; p_display_name; p_role;
--             p_shop_id of a cashier or supervisor, else null; p_hash Argon2id of the first password
-- Returns: json as hippo.user_full_json
-- Errors: HP400; HP401; HP403; HP409 username_taken; HP422
create or replace function api.user_create(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_username text, p_display_name text, p_role text, p_shop_id bigint,
    p_hash text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_user hippo.app_user;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_user.username := lower(btrim(p_username));
    v_user.display_name := hippo.text_require(coalesce(p_display_name, p_username), 60, 'displayName');
    perform hippo.require(v_user.username ~ '^[a-z0-9][a-z0-9._-]{1,31}$', 'username'),
            hippo.password_check(p_hash);
    v_user.role := hippo.user_place_require(p_role, p_shop_id);
    insert into hippo.app_user (username, display_name, role, shop_id, password_hash, created_at, rights_by)
    values (v_user.username, v_user.display_name, v_user.role, p_shop_id, p_hash, hippo.clock(), v_admin.user_id)
    on conflict (username) do nothing returning * into v_user;
    if not found then
        perform hippo.refuse(409, 'username_taken', 'this username is taken');
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'user_create', v_user.username, p_key, p_fingerprint, null,
                           hippo.user_full_json(v_user), null);
end
$$;
