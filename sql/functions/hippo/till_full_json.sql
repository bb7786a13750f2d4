-- SPDX-License-Identifier: MIT
-- Purpose: a till as an admin sees it.
-- Parameters: p_till a row
-- Returns: json {tillId, number, name, shop, inUse, session {sessionId, state, cashier, openedAt, expectedCash}, handover,
--          limits, createdAt}; handover as hippo.handover_json
create or replace function hippo.till_full_json(p_till hippo.till) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'tillId', p_till.till_id, 'number', p_till.number, 'name', p_till.name, 'shop', hippo.shop_json(p_till.shop_id),
            'inUse', p_till.closed_at is null,
            'session', (
                select json_build_object('sessionId', s.till_session_id, 'state', s.state, 'cashier', hippo.user_json(s.user_id),
                    'openedAt', hippo.rfc3339(s.opened_at), 'expectedCash', hippo.till_cash(s.till_session_id))
                from hippo.till_session s where s.till_id = p_till.till_id and s.state <> 'closed'),
            'handover', hippo.handover_json(p_till.till_id),
            'limits', hippo.limits_json('till', p_till.till_id), 'createdAt', hippo.rfc3339(p_till.created_at)));
end
$$;
