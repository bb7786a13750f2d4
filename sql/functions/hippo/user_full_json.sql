-- SPDX-License-Identifier: MIT
-- Purpose: a user as an admin sees it.
-- Parameters: p_user a row
-- Returns: json {userId, username, displayName, role, shop, blocked, seesCash, limits, createdAt, countsFrom}:
--          seesCash whether it is told what should be in the own till before the count; countsFrom as hippo.person_from
create or replace function hippo.user_full_json(p_user hippo.app_user) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'userId', p_user.user_id, 'username', p_user.username, 'displayName', p_user.display_name, 'role', p_user.role,
            'shop', hippo.shop_json(p_user.shop_id), 'blocked', p_user.blocked_at is not null,
            'seesCash', p_user.sees_cash, 'limits', hippo.limits_json('user', p_user.user_id), 'createdAt', hippo.rfc3339(p_user.created_at),
            'countsFrom', hippo.person_from(p_user)));
end
$$;
