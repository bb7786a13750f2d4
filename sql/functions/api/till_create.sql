-- SPDX-License-Identifier: MIT
-- Purpose: an admin sets up a till in a shop, with its journal and its channel of the stream.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id; p_number within the shop, 1 to 99; p_name
-- Returns: json as hippo.till_full_json
-- Errors: HP400; HP401; HP403; HP404; HP409 number_taken; HP422
create or replace function api.till_create(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_number integer, p_name text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_till hippo.till;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(p_number between 1 and 99, 'number');
    if not exists (select from hippo.shop where shop_id = p_shop_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    end if;
    perform from hippo.house_book for no key update; -- not while sales are stopped: see hippo.sales_stop
    insert into hippo.till (shop_id, number, name, created_at)
    values (p_shop_id, p_number, hippo.text_require(p_name, 60, 'name'), hippo.clock())
    on conflict (shop_id, number) do nothing returning * into v_till;
    if not found then
        perform hippo.refuse(409, 'number_taken', 'the shop has a till with this number');
    end if;
    perform hippo.till_book_insert(v_till);
    insert into hippo.stream (channel) values ('till:' || v_till.till_id);
    return hippo.house_act(p_token_hash, v_admin, 'till_create', v_till.till_id::text, p_key, p_fingerprint, null,
                           hippo.till_full_json(v_till), null);
end
$$;
