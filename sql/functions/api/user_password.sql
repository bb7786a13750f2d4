-- SPDX-License-Identifier: MIT
-- Purpose: an admin gives a user another password. All sessions of the user end.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request (made without the password); p_user_id; p_hash Argon2id
-- Returns: json {changed}
-- Errors: HP400; HP401; HP403; HP404; HP422
create or replace function api.user_password(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_hash text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_username text;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform from hippo.house_book for no key update; -- as whatever changes a user
    perform hippo.password_check(p_hash);
    -- A password that another person set is known to that person: until it is changed, the account is not its user's alone.
    update hippo.app_user
    set password_hash = p_hash,
        own_password_at = case when user_id = v_admin.user_id then coalesce(own_password_at, hippo.clock()) end,
        rights_at = case when user_id = v_admin.user_id then rights_at else hippo.clock() end,
        rights_by = case when user_id = v_admin.user_id then rights_by else v_admin.user_id end
    where user_id = p_user_id returning username into v_username;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such user');
    end if;
    delete from hippo.sign_in where user_id = p_user_id and token_hash <> p_token_hash;
    if p_user_id <> v_admin.user_id then
        perform hippo.display_clear(b.till_id),
                hippo.till_tell(b.till_id, 'user_signed_out', json_build_object('userId', p_user_id))
        from hippo.till_book b where b.user_id = p_user_id;
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'user_password', v_username, p_key, p_fingerprint, null,
                           json_build_object('changed', true), null);
end
$$;
