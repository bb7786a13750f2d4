-- SPDX-License-Identifier: MIT
-- Purpose: the first half of a user's change of password: the hash that the old one must match. Wrong ones are throttled.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request (made without the passwords)
-- Returns: json {hash, username}: the new one must be more than the name; or {replay} with the answer when the request was done already
-- Errors: HP400; HP401; HP422; HP429 too_many_attempts
create or replace function api.password_begin(p_token_hash bytea, p_key text, p_fingerprint bytea) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_replay json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
begin
    if v_replay is not null then
        return json_build_object('replay', v_replay);
    end if;
    perform hippo.throttle_wait('password of ' || v_user.username);
    perform hippo.throttle_fail('password of ' || v_user.username, 5, interval '15 minutes');
    return json_build_object('hash', v_user.password_hash, 'username', v_user.username);
end
$$;
