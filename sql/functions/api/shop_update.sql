-- SPDX-License-Identifier: MIT
-- Purpose: an admin changes a shop, its opening hours or its limits, or takes it out of use, once its tills are closed: none
--          opens then.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id; then null for what stays: p_name; p_header;
--             p_is_open; p_hours as hippo.shop_hours_change; p_limits as hippo.limits_change
-- Returns: json as hippo.shop_full_json
-- Errors: HP400; HP401; HP403; HP404; HP409 till_open, limit_wider, limit_too_low; HP422
create or replace function api.shop_update(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[], p_is_open boolean,
    p_hours json default null, p_limits json default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_old hippo.shop;
    v_new hippo.shop;
    v_before json;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(coalesce(cardinality(p_header), 0) <= 4, 'header');
    perform from hippo.house_book for no key update; -- no till opens meanwhile
    select * into v_old from hippo.shop where shop_id = p_shop_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    elsif p_is_open is false and exists (
        select from hippo.till_session s join hippo.till t on t.till_id = s.till_id
        where t.shop_id = p_shop_id and s.state <> 'closed') then
        perform hippo.refuse(409, 'till_open', 'a till of the shop is open: close it first');
    end if;
    v_before := hippo.shop_full_json(v_old);
    perform hippo.shop_hours_change(v_old.shop_id, p_hours), hippo.limits_change('shop', v_old.shop_id, p_limits);
    update hippo.shop
    set name = hippo.text_require(coalesce(p_name, name), 60, 'name'),
        header = case when p_header is null then header
                      else coalesce((select array_agg(hippo.text_require(h, 48, 'header')) from unnest(p_header) h), '{}') end,
        closed_at = case when not coalesce(p_is_open, closed_at is null) then coalesce(closed_at, hippo.clock()) end
    where shop_id = p_shop_id returning * into v_new;
    perform hippo.shop_tell(v_new.shop_id);
    return hippo.house_act(p_token_hash, v_admin, 'shop_update', p_shop_id::text, p_key, p_fingerprint,
                           v_before, hippo.shop_full_json(v_new), null);
end
$$;
