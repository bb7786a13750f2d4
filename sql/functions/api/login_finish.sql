-- SPDX-License-Identifier: MIT
-- Purpose: the second half of signing in. A failure is written down and commits; a blocked user fails like a wrong password.
--          A user has 100 sessions at most: the oldest one ends. Of failures the first 1000 a day of a user, and 10000 of
--          names that nobody has, are written one by one.
-- Parameters: p_user_id as login_begin gave it; p_username, p_address as there; p_is_right whether the password was;
--             p_token_hash SHA-256 of the new session's token; p_agent what the client calls itself, may be null;
--             p_hash that of login_begin: a password that was changed while it was checked is a wrong one. null when the
--             caller does not say (an api of before this parameter, during an upgrade)
-- Returns: json, the user as api.me shows it; null when the attempt failed
-- Errors: HP400 a token hash that is none
create or replace function api.login_finish(
    p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_token_hash bytea, p_agent text,
    p_hash text default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_subject record := hippo.sign_in_subjects(p_username, p_address);
    v_user hippo.app_user;
    v_entry hippo.journal;
    v_now timestamptz := hippo.clock();
begin
    perform from hippo.house_book for no key update; -- who is being blocked at this moment is blocked when this goes on
    select * into v_user from hippo.app_user where user_id = p_user_id and username = v_subject.username;
    v_entry.user_id := v_user.user_id;
    -- No user has such a name, and whoever reads the journal must see what it says.
    v_entry.subject := case when hippo.is_showable(v_subject.username) then v_subject.username else '?' end;
    v_entry.address := left(p_address, 64);
    v_entry.action := case when p_is_right and v_user.blocked_at is null and v_user.user_id is not null
                                and v_user.password_hash = coalesce(p_hash, v_user.password_hash)
                           then 'sign_in' else 'sign_in_failed' end;
    if v_entry.action = 'sign_in_failed' then
        perform hippo.failure_append(v_entry,
            case when v_user.user_id is null then 'sign-in of nobody' else v_subject.of_user end,
            case when v_user.user_id is null then 10000 else 1000 end);
        return null;
    end if;
    if octet_length(p_token_hash) is distinct from 32 then
        perform hippo.refuse(400, 'bad_parameter', 'a token hash has 32 bytes', '{"name": "tokenHash"}');
    end if;
    perform hippo.journal_append(v_entry);
    perform hippo.throttle_clear(v_subject.of_user, false);
    perform hippo.throttle_clear(v_subject.of_pair, true);
    perform hippo.throttle_clear(v_subject.of_network, false);
    update hippo.throttle set trusted_until = v_now + interval '30 days' where subject = v_subject.of_pair;
    insert into hippo.sign_in (token_hash, user_id, address, agent, created_at, expires_at)
    values (p_token_hash, v_user.user_id, left(p_address, 64), left(p_agent, 200), v_now,
            v_now + hippo.setting_integer('session_hours') * interval '1 hour');
    delete from hippo.sign_in where token_hash in (
        select token_hash from hippo.sign_in where user_id = v_user.user_id and token_hash <> p_token_hash
        order by created_at desc, token_hash offset 99);
    return hippo.me_json(p_token_hash);
end
$$;
