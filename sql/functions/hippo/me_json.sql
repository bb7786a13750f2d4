-- SPDX-License-Identifier: MIT
-- Purpose: a signed-in user, as it may see itself.
-- Parameters: p_token_hash
-- Returns: json {userId, username, displayName, role, shop, till {tillId, number, name, sessionId}, expiresAt}; shop and till
--          are null when there is none
create or replace function hippo.me_json(p_token_hash bytea) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'userId', u.user_id, 'username', u.username, 'displayName', u.display_name, 'role', u.role,
            'shop', hippo.shop_json(u.shop_id),
            'till', (select json_build_object('tillId', t.till_id, 'number', t.number, 'name', t.name, 'sessionId', b.till_session_id)
                     from hippo.till_book b join hippo.till t on t.till_id = b.till_id where b.user_id = u.user_id),
            'expiresAt', hippo.rfc3339(s.expires_at))
        from hippo.sign_in s join hippo.app_user u on u.user_id = s.user_id
        where s.token_hash = p_token_hash);
end
$$;
