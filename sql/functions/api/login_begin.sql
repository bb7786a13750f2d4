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
    v_subject record := hippo.sign_in_subjects(p_username, p_address);
    v_user hippo.app_user;
    v_is_known boolean := exists (select from hippo.throttle where subject = v_subject.of_pair and trusted_until > hippo.clock());
    v_is_attacked boolean;
begin
    perform hippo.throttle_wait(v_subject.of_pair);
    if not v_is_known then
        perform hippo.throttle_wait(v_subject.of_network);
    end if;
    -- Counted whoever tries, so that login_finish and login_withdraw take back what was counted.
    v_is_attacked := hippo.throttle_fail(v_subject.of_user, 50, interval '2 seconds') > 0;
    perform hippo.throttle_fail(v_subject.of_pair, case when v_is_attacked and not v_is_known then 0 else 5 end, interval '15 minutes');
    perform hippo.throttle_fail(v_subject.of_network, 20, interval '15 minutes');
    select * into v_user from hippo.app_user where username = v_subject.username;
    return json_build_object('userId', v_user.user_id, 'isKnown', v_is_known, 'hash', coalesce(v_user.password_hash,
        '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'));
end
$$;
