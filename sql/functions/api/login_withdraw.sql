-- SPDX-License-Identifier: MIT
-- Purpose: takes back an attempt to sign in that could not be checked, because too many were made at a time: it is no failure,
--          or strangers could lock users out by being many. The wait that it began ends with it, where no other failure counts.
-- Parameters: p_username, p_address as for login_begin
create or replace function api.login_withdraw(p_username text, p_address text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_all record := hippo.sign_in_subjects(p_username, p_address);
    v_subject text;
begin
    foreach v_subject in array array[v_all.of_user, v_all.of_pair, v_all.of_network] loop
        update hippo.throttle
        set failures = greatest(failures - 1, 0), retry_at = case when failures <= 1 then least(retry_at, hippo.clock()) else retry_at end
        where subject = v_subject;
    end loop;
end
$$;
