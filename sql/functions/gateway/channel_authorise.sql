-- SPDX-License-Identifier: MIT
-- Purpose: may a session follow a private channel? `admin`: admin and auditor. `till:<id>`: its cashier, a supervisor of its
--          shop, admin and auditor. `display:<id>`: whoever has the token of that display, which follows nothing else. Asked
--          again from time to time, it also tells that a session has ended.
-- Parameters: p_token_hash; p_channel
-- Returns: boolean; everything that is not said here is false
create or replace function gateway.channel_authorise(p_token_hash bytea, p_channel text) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user;
    v_display_id bigint := substring(p_channel from '^display:([1-9][0-9]{0,8})$');
    v_till_id bigint := substring(p_channel from '^till:([1-9][0-9]{0,8})$');
begin
    if v_display_id is not null then
        return exists (
            select from hippo.display d join hippo.till t on t.till_id = d.till_id
            where d.display_id = v_display_id and d.token_hash = p_token_hash and d.revoked_at is null and t.closed_at is null);
    end if;
    select u.* into v_user
    from hippo.sign_in s join hippo.app_user u on u.user_id = s.user_id
    where s.token_hash = p_token_hash and s.expires_at > hippo.clock() and u.blocked_at is null;
    if not found or not exists (select from hippo.stream where channel = p_channel) then
        return false;
    elsif v_till_id is null then
        return p_channel = 'admin' and v_user.role in ('admin', 'auditor');
    end if;
    return coalesce((
        select v_user.role in ('admin', 'auditor') or v_user.role = 'supervisor' and t.shop_id = v_user.shop_id
            or b.user_id = v_user.user_id
        from hippo.till t join hippo.till_book b on b.till_id = t.till_id where t.till_id = v_till_id), false);
end
$$;
