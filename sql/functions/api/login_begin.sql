-- SPDX-License-Identifier: MIT
-- Purpose: the first half of signing in: may this attempt be made, and against which hash is the password checked? The
--          attempt is counted before it is checked, so that many at once gain nothing. Waits are kept by user and address
--          together (5 free) and by address (20 free; of IPv6 a /64 is one address). Nobody waits because of what others
--          try elsewhere: while a user is attacked from everywhere (more than 50, and then one in 2 seconds), an address new
--          to the user has one attempt free instead of five. An address from which the user signed in before is spared
--          that, and what others try from there with other names.
-- Parameters: p_username; p_address of the client
-- Returns: json {userId, hash, isKnown}; for an unknown user userId is null and the hash a decoy: checking it takes the same
--          time; isKnown when the user signed in from there before
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
    v_is_known boolean := exists (select from hippo.throttle where subject = v_pair and trusted_until > hippo.clock());
    v_free integer := 5;
begin
    perform hippo.throttle_wait(v_pair);
    if not v_is_known then
        perform hippo.throttle_wait('sign-in from ' || v_network);
        if hippo.throttle_fail('sign-in as ' || v_username, 50, interval '2 seconds') > 0 then
            v_free := 0;
        end if;
    end if;
    perform hippo.throttle_fail(v_pair, v_free, interval '15 minutes');
    perform hippo.throttle_fail('sign-in from ' || v_network, 20, interval '15 minutes');
    select * into v_user from hippo.app_user where username = v_username;
    return json_build_object('userId', v_user.user_id, 'isKnown', v_is_known, 'hash', coalesce(v_user.password_hash,
        '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'));
end
$$;
