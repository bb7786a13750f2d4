-- SPDX-License-Identifier: MIT
-- Purpose: an admin opens a shop.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id its number, 1 to 999; p_name; p_header lines for the head of
--             its tickets, at most 4, may be null
-- Returns: json as hippo.shop_full_json
-- Errors: HP400; HP401; HP403; HP409 number_taken; HP422
create or replace function api.shop_create(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[]) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_shop hippo.shop;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(p_shop_id between 1 and 999, 'number'),
            hippo.require(coalesce(cardinality(p_header), 0) <= 4, 'header');
    insert into hippo.shop (shop_id, name, header, created_at)
    values (p_shop_id, hippo.text_require(p_name, 60, 'name'),
            coalesce((select array_agg(hippo.text_require(h, 48, 'header')) from unnest(p_header) h), '{}'), hippo.clock())
    on conflict (shop_id) do nothing returning * into v_shop;
    if not found then
        perform hippo.refuse(409, 'number_taken', 'there is a shop with this number');
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'shop_create', v_shop.shop_id::text, p_key, p_fingerprint, null,
                           hippo.shop_full_json(v_shop), null);
end
$$;
