-- SPDX-License-Identifier: MIT
-- Purpose: makes the first user, `admin`, when there is none at all. Called at each start of the api.
-- Parameters: p_hash Argon2id of the first password
-- Returns: boolean, true when it was made
-- Errors: HP400 not a hash
create or replace function api.admin_bootstrap(p_hash text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_entry hippo.journal;
begin
    perform hippo.password_check(p_hash);
    perform from hippo.house_book for no key update; -- two apis may start at the same time
    if exists (select from hippo.app_user) then
        return false;
    end if;
    insert into hippo.app_user (username, display_name, role, password_hash, created_at, rights_at, own_password_at)
    values ('admin', 'Administrator', 'admin', p_hash, hippo.clock(), '-infinity', '-infinity'); -- no question is older than the house
    v_entry.action := 'user_create';
    v_entry.subject := 'admin';
    v_entry.reason := 'first start';
    perform hippo.journal_append(v_entry);
    return true;
end
$$;
