-- SPDX-License-Identifier: MIT
-- Purpose: an admin tells something to a till, to a shop's tills, or to all of them. It stands there until each cashier has
--          said that it was read, or its time is over.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id or p_till_id, both null for all; p_text; p_minutes
--             for which it is shown, null for 12 hours
-- Returns: json as hippo.message_full_json
-- Errors: HP400; HP401; HP403; HP404 no such shop or till; HP422
create or replace function api.message_create(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_till_id bigint, p_text text, p_minutes bigint)
returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_message hippo.message;
    v_fields json;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    p_text := hippo.text_require(p_text, 300, 'text');
    perform hippo.require(p_shop_id is null or p_till_id is null, 'tillId'),
            hippo.require(coalesce(p_minutes, 720) between 1 and 10080, 'minutes');
    if p_shop_id is not null and not exists (select from hippo.shop where shop_id = p_shop_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    elsif p_till_id is not null and not exists (select from hippo.till where till_id = p_till_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such till');
    end if;
    insert into hippo.message (shop_id, till_id, text, created_at, created_by, ends_at)
    values (p_shop_id, p_till_id, p_text, hippo.clock(), v_admin.user_id,
            hippo.clock() + make_interval(mins => coalesce(p_minutes, 720)::integer))
    returning * into v_message;
    v_fields := json_build_object('message', hippo.message_json(v_message));
    perform hippo.till_tell(t.till_id, 'message', v_fields)
    from hippo.till t where t.closed_at is null and hippo.message_is_for(v_message, t) order by t.till_id;
    return hippo.house_act(p_token_hash, v_admin, 'message_create', v_message.message_id::text, p_key, p_fingerprint, null,
                           hippo.message_full_json(v_message), null);
end
$$;
