-- SPDX-License-Identifier: MIT
-- Purpose: an admin sets a rate of commissions, from a day on that has not begun: what was sold keeps the rate that it was
--          sold at. Set again for the same day, the later one counts.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_kind agent or supervisor; p_user_id an agent's own,
--             p_shop_id a shop's, neither: the house's; p_rate hundredths of a percent, null: none any more, the next wider
--             one counts; p_basis sales or net; p_from the first day
-- Returns: json as hippo.commission_json
-- Errors: HP400; HP401; HP403; HP404 no such shop or user; HP422
create or replace function api.commission_set(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_kind text, p_shop_id bigint, p_user_id bigint, p_rate bigint,
    p_basis text, p_from date) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_rate hippo.commission_rate;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(coalesce(p_kind in ('agent', 'supervisor'), false), 'kind'),
            hippo.require(num_nonnulls(p_shop_id, p_user_id) <= 1, 'shopId'),
            hippo.require(p_kind = 'agent' or p_user_id is null, 'userId'),
            hippo.require(coalesce(p_rate between 0 and 10000, true), 'rate'),
            hippo.require(coalesce(p_basis in ('sales', 'net'), false), 'basis'),
            hippo.require(coalesce(p_from > hippo.house_day(hippo.clock()), false), 'from');
    if p_shop_id is not null and not exists (select from hippo.shop where shop_id = p_shop_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    elsif p_user_id is not null and not exists (
        select from hippo.app_user where user_id = p_user_id and role in ('cashier', 'supervisor')) then
        perform hippo.refuse(404, 'not_found', 'there is no such seller');
    end if;
    insert into hippo.commission_rate (kind, shop_id, user_id, from_day, rate, basis, set_by, set_at)
    values (p_kind, p_shop_id, p_user_id, p_from, p_rate, p_basis, v_admin.user_id, hippo.clock())
    returning * into v_rate;
    return hippo.house_act(p_token_hash, v_admin, 'commission_set', v_rate.commission_rate_id::text, p_key, p_fingerprint,
                           null, hippo.commission_json(v_rate), null);
end
$$;
