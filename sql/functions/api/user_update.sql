-- SPDX-License-Identifier: MIT
-- Purpose: an admin changes a user: name, role, shop, blocked or not, limits, whether it sees the cash of its till. Blocking,
--          another role and another shop end the user's sessions: the next request is refused, and the till of who is
--          blocked hears it.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_user_id; then null for what stays: p_display_name; p_role with
--             p_shop_id; p_is_blocked; p_reason, may be null; p_limits as hippo.limits_change; p_sees_cash
-- Returns: json as hippo.user_full_json
-- Errors: HP400; HP401; HP403 oneself; HP404; HP409 till_open, limit_wider, limit_too_low; HP422
create or replace function api.user_update(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_display_name text, p_role text, p_shop_id bigint,
    p_is_blocked boolean, p_reason text, p_limits json default null, p_sees_cash boolean default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_old hippo.app_user;
    v_new hippo.app_user;
    v_before json;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    -- Two admins who block each other at the same moment: the second one is blocked already when it is his turn.
    perform from hippo.house_book for no key update;
    v_admin := hippo.caller(p_token_hash, 'admin');
    select * into v_old from hippo.app_user where user_id = p_user_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such user');
    end if;
    v_new := v_old;
    v_new.display_name := hippo.text_require(coalesce(p_display_name, v_old.display_name), 60, 'displayName');
    perform hippo.remark_require(p_reason, 200, 'reason');
    if p_role is not null then
        v_new.role := hippo.user_place_require(p_role, p_shop_id);
        v_new.shop_id := p_shop_id;
    end if;
    v_new.blocked_at := case when coalesce(p_is_blocked, v_old.blocked_at is not null)
                             then coalesce(v_old.blocked_at, hippo.clock()) end;
    if (v_new.role, v_new.shop_id, v_new.blocked_at) is distinct from (v_old.role, v_old.shop_id, v_old.blocked_at) then
        if v_old.user_id = v_admin.user_id then
            perform hippo.refuse(403, 'oneself', 'another admin has to do that');
        elsif (v_new.role, v_new.shop_id) is distinct from (v_old.role, v_old.shop_id)
            and exists (select from hippo.till_book where user_id = v_old.user_id) then
            perform hippo.refuse(409, 'till_open', 'the user has an open till');
        end if;
    end if;
    v_before := hippo.user_full_json(v_old);
    perform hippo.limits_change('user', v_old.user_id, p_limits);
    update hippo.app_user set display_name = v_new.display_name, role = v_new.role, shop_id = v_new.shop_id,
        blocked_at = v_new.blocked_at,
        sees_cash = coalesce(p_sees_cash, sees_cash),
        rights_by = case when (v_new.role, v_new.shop_id) is distinct from (v_old.role, v_old.shop_id)
                              or (v_old.blocked_at is not null and v_new.blocked_at is null)
                         then v_admin.user_id else rights_by end
    where user_id = p_user_id returning * into v_new;
    if v_old.blocked_at is null and v_new.blocked_at is not null then
        perform hippo.display_clear(b.till_id),
                hippo.till_tell(b.till_id, 'user_blocked', json_build_object('userId', v_new.user_id))
        from hippo.till_book b where b.user_id = v_new.user_id;
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'user_update', v_old.username, p_key, p_fingerprint,
                           v_before, hippo.user_full_json(v_new), p_reason);
end
$$;
