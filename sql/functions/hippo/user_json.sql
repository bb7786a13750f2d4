-- SPDX-License-Identifier: MIT
-- Purpose: a user as answers name it.
-- Parameters: p_user_id, may be null
-- Returns: json {userId, username, displayName}; null for null
create or replace function hippo.user_json(p_user_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object('userId', user_id, 'username', username, 'displayName', display_name)
        from hippo.app_user where user_id = p_user_id);
end
$$;
