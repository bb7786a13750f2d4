-- SPDX-License-Identifier: MIT
-- Purpose: the operator's way back when no admin knows a password any more (hippo-api --reset-admin): the user `admin` gets
--          this one, is an admin and not blocked, and is made when there is none; in what takes two persons it counts as one
--          whose rights begin now. Whoever can call this holds the api's
--          own connection, and could sign in as anybody with it.
-- Parameters: p_hash Argon2id of the new password
-- Returns: boolean, true
-- Errors: HP400 not a hash; HP409 till_open, while `admin` is somebody else with an open till
create or replace function api.admin_reset(p_hash text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user;
    v_entry hippo.journal;
begin
    if api.admin_bootstrap(p_hash) then
        return true;
    end if;
    insert into hippo.app_user (username, display_name, role, password_hash, created_at)
    values ('admin', 'Administrator', 'admin', p_hash, hippo.clock()) on conflict (username) do nothing;
    select * into v_user from hippo.app_user where username = 'admin' for no key update;
    if exists (select from hippo.till_book where user_id = v_user.user_id) then
        perform hippo.refuse(409, 'till_open', 'the user has an open till');
    end if;
    v_entry.before := hippo.user_full_json(v_user);
    update hippo.app_user set password_hash = p_hash, role = 'admin', shop_id = null, blocked_at = null,
        rights_at = hippo.clock(), rights_by = null, own_password_at = hippo.clock()
    where user_id = v_user.user_id returning * into v_user;
    delete from hippo.sign_in where user_id = v_user.user_id;
    delete from hippo.throttle where subject = 'sign-in as admin' or subject like 'sign-in of admin at %';
    v_entry.action := 'admin_reset';
    v_entry.subject := 'admin';
    v_entry.after := hippo.user_full_json(v_user);
    v_entry.reason := 'by the operator';
    perform hippo.journal_append(v_entry);
    return true;
end
$$;
