-- SPDX-License-Identifier: MIT
-- Purpose: since when is a user a person of its own: nobody else made it, gave it rights, unblocked it or set its password
--          since, and it has a password that it chose itself. Whoever sets a password knows it, and could act as its user.
-- Parameters: p_user
-- Returns: timestamptz; null while its password is one that another person set
create or replace function hippo.person_since(p_user hippo.app_user) returns timestamptz
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select case when p_user.own_password_at is not null then greatest(p_user.rights_at, p_user.own_password_at) end
$$;
