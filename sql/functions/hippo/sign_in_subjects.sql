-- SPDX-License-Identifier: MIT
-- Purpose: what failed attempts to sign in are counted by, in the order in which all who write there take them.
-- Parameters: p_username as somebody typed it; p_address of the client
-- Returns: username as the house writes it; of_user counts attempts from everywhere; of_pair those of the user at the address;
--          of_network those of all users at the address
create or replace function hippo.sign_in_subjects(
    p_username text, p_address text, out username text, out of_user text, out of_pair text, out of_network text) returns record
language plpgsql immutable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_network text := hippo.address_network(p_address);
begin
    username := left(lower(btrim(p_username)), 32);
    of_user := 'sign-in as ' || username;
    of_pair := format('sign-in of %s at %s', username, v_network);
    of_network := 'sign-in from ' || v_network;
end
$$;
