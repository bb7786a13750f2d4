-- SPDX-License-Identifier: MIT
-- Purpose: takes back an attempt to sign in that could not be checked, because too many were made at a time: it is no failure,
--          or strangers could lock users out by being many.
-- Parameters: p_username, p_address as for login_begin
create or replace function api.login_withdraw(p_username text, p_address text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_username text := left(lower(btrim(p_username)), 32);
    v_network text := hippo.address_network(p_address);
    v_subject text;
begin
    -- In the order in which login_begin takes them.
    foreach v_subject in array array['sign-in as ' || v_username, format('sign-in of %s at %s', v_username, v_network),
                                     'sign-in from ' || v_network] loop
        update hippo.throttle set failures = greatest(failures - 1, 0) where subject = v_subject;
    end loop;
end
$$;
