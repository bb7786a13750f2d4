-- SPDX-License-Identifier: MIT
-- Purpose: the second half: sets the new password, after the old one was found right. The user's other sessions end.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_hash Argon2id of the new password
-- Returns: json {changed}
-- Errors: HP400 not a hash; HP401; HP422
create or replace function api.password_finish(p_token_hash bytea, p_key text, p_fingerprint bytea, p_hash text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_entry hippo.journal;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform from hippo.house_book for no key update; -- as whatever changes a user
    perform hippo.password_check(p_hash), hippo.throttle_clear('password of ' || v_user.username, true);
    update hippo.app_user set password_hash = p_hash, own_password_at = coalesce(own_password_at, hippo.clock())
    where user_id = v_user.user_id;
    delete from hippo.sign_in where user_id = v_user.user_id and token_hash <> p_token_hash;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, 0, 'password', v_user.username, p_key, p_fingerprint);
    v_entry.after := json_build_object('changed', true);
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
