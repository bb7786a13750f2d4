-- SPDX-License-Identifier: MIT
-- Purpose: the first half of signing in: may this attempt be made, and against which hash is the password checked? The
--          attempt is counted before it is checked, so that many at once gain nothing. Waits are kept by user and address
--          together (5 free), by address (20 free; of IPv6 a /64 is one address), and, slowly, by user from everywhere (50 free, then one attempt in 2
--          seconds); an address from which the user signed in before is spared the last two, so that nobody who tries
--          other names, or from elsewhere, can lock a user out.
-- Parameters: p_username; p_address of the client
-- Returns: json {userId, hash}; for an unknown user userId is null and the hash a decoy: checking it takes the same time
-- Errors: HP429 too_many_attempts, with retryAfterMs
create or replace function api.login_begin(p_username text, p_address text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_username text := left(lower(btrim(p_username)), 32);
    v_network text := hippo.address_network(p_address);
    v_pair text := format('sign-in of %s at %s', v_username, v_network);
    v_user hippo.app_user;
begin
    perform hippo.throttle_wait(v_pair);
    if not exists (select from hippo.throttle where subject = v_pair and trusted_until > hippo.clock()) then
        perform hippo.throttle_wait('sign-in as ' || v_username), hippo.throttle_wait('sign-in from ' || v_network);
        perform hippo.throttle_fail('sign-in as ' || v_username, 50, interval '2 seconds');
    end if;
    perform hippo.throttle_fail(v_pair, 5, interval '15 minutes');
    perform hippo.throttle_fail('sign-in from ' || v_network, 20, interval '15 minutes');
    select * into v_user from hippo.app_user where username = v_username;
    return json_build_object('userId', v_user.user_id, 'hash', coalesce(v_user.password_hash,
        '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'));
end
$$;
