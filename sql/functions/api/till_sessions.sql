-- SPDX-License-Identifier: MIT
-- Purpose: till sessions, newest first, a page at a time: all of them for admin and auditor, those of the shop for a
--          supervisor, the own ones for a cashier.
-- Parameters: p_token_hash; p_till_id, null for all; p_before a session's id, null for the newest; p_limit 1 to 100; more filters, each
--             null for all: p_shop_id, p_cashier_id, p_state, p_day of the house on which it was opened
-- Returns: json {items [{sessionId, till, state, cashier, openedAt, float, count, correction, closedAt, closedBy, reason}],
--          next}; count and correction as in hippo.session_json
-- Errors: HP400; HP401
create or replace function api.till_sessions(
    p_token_hash bytea, p_till_id bigint, p_before bigint, p_limit integer, p_shop_id bigint default null,
    p_cashier_id bigint default null, p_state text default null, p_day date default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
-- The plan depends on which filters there are.
set plan_cache_mode = force_custom_plan
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_cashier_id bigint := case when v_user.role = 'cashier' then v_user.user_id else p_cashier_id end;
    v_shop_id bigint := case when v_user.role = 'supervisor' then v_user.shop_id else p_shop_id end;
    v_from timestamptz := hippo.day_begins(p_day);
    v_to timestamptz := hippo.day_begins(p_day + 1);
    v_state hippo.till_state;
begin
    perform hippo.require(p_limit between 1 and 100, 'limit'),
            hippo.require(p_state is null or p_state = any (enum_range(null::hippo.till_state)::text[]), 'state');
    v_state := p_state; -- a constant of the plan then: the few that are not closed have an index
    return (
        select json_build_object(
            'items', coalesce(json_agg(json_build_object(
                'sessionId', page.till_session_id, 'till', hippo.till_json(page.till_id), 'state', page.state,
                'cashier', hippo.user_json(page.user_id), 'openedAt', hippo.rfc3339(page.opened_at), 'float', page.float_minor,
                'count', hippo.session_count_json(page), 'correction', hippo.session_correction_json(page),
                'closedAt', hippo.rfc3339(page.closed_at), 'closedBy', hippo.user_json(page.closed_by), 'reason', page.reason)
                order by page.till_session_id desc), '[]'),
            'next', case when count(*) = p_limit then min(page.till_session_id) end)
        from (
            select s.* from hippo.till_session s
            where (p_before is null or s.till_session_id < p_before)
                and (p_till_id is null or s.till_id = p_till_id)
                and (v_cashier_id is null or s.user_id = v_cashier_id)
                and (v_user.role <> 'cashier' or p_cashier_id is null or p_cashier_id = v_cashier_id)
                and (v_shop_id is null or s.till_id in (select till_id from hippo.till where shop_id = v_shop_id))
                and (v_user.role <> 'supervisor' or p_shop_id is null or p_shop_id = v_shop_id)
                and (v_state is null or s.state = v_state)
                and (p_day is null or s.opened_at >= v_from and s.opened_at < v_to)
            order by s.till_session_id desc limit p_limit
        ) page);
end
$$;
