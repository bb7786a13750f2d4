-- SPDX-License-Identifier: MIT
-- Purpose: a shop stops selling, or sells again. Its tills' rows are waited for: a sale in flight is through before a pause
--          is answered, and after it none goes straight through (a till that may sell no line asks why).
-- Parameters: p_token_hash; p_admin; p_action shop_pause or shop_resume; p_shop_id; p_key, p_fingerprint of the
--             request; p_reason
-- Returns: json as hippo.shop_full_json
-- Errors: HP404
create or replace function hippo.shop_sales_set(
    p_token_hash bytea, p_admin hippo.app_user, p_action text, p_shop_id bigint, p_key text, p_fingerprint bytea, p_reason text)
returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_is_pause boolean := p_action = 'shop_pause';
    v_old hippo.shop;
    v_new hippo.shop;
    v_before json;
begin
    perform from hippo.house_book for no key update; -- no till is made meanwhile
    perform from hippo.till_book b join hippo.till t on t.till_id = b.till_id
    where t.shop_id = p_shop_id order by b.till_id for no key update of b;
    select * into v_old from hippo.shop where shop_id = p_shop_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    end if;
    v_before := hippo.shop_full_json(v_old);
    update hippo.shop
    set paused_at = case when v_is_pause then coalesce(paused_at, hippo.clock()) end,
        pause_reason = case when v_is_pause then p_reason end
    where shop_id = p_shop_id returning * into v_new;
    update hippo.till_book b set lines_max = case when v_is_pause then 0 else m.lines_max end
    from hippo.till t, hippo.round_terms m
    where t.shop_id = p_shop_id and b.till_id = t.till_id and m.round_id = b.round_id;
    perform hippo.shop_tell(v_new.shop_id);
    return hippo.house_act(p_token_hash, p_admin, p_action, p_shop_id::text, p_key, p_fingerprint, v_before,
                           hippo.shop_full_json(v_new), p_reason);
end
$$;
