-- SPDX-License-Identifier: MIT
-- Purpose: a rate of commissions as answers show it.
-- Parameters: p_rate a row
-- Returns: json {rateId, kind, shop, user, rate, basis, from, setBy, setAt}; of shop and user one is null, or both: the house's
create or replace function hippo.commission_json(p_rate hippo.commission_rate) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object('rateId', p_rate.commission_rate_id, 'kind', p_rate.kind, 'shop', hippo.shop_json(p_rate.shop_id),
        'user', hippo.user_json(p_rate.user_id), 'rate', p_rate.rate, 'basis', p_rate.basis, 'from', p_rate.from_day,
        'setBy', hippo.user_json(p_rate.set_by), 'setAt', hippo.rfc3339(p_rate.set_at))
$$;
