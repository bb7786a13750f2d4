-- SPDX-License-Identifier: MIT
-- Purpose: an admin lets a shop sell again.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id; p_reason
-- Returns: json as hippo.shop_full_json
-- Errors: HP400 no reason; HP401; HP403; HP404; HP422
create or replace function api.shop_resume(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
begin
    if v_answer is not null then
        return v_answer;
    end if;
    p_reason := hippo.text_require(p_reason, 200, 'reason');
    return hippo.shop_sales_set(p_token_hash, v_admin, 'shop_resume', p_shop_id, p_key, p_fingerprint, p_reason);
end
$$;
