-- SPDX-License-Identifier: MIT
-- Purpose: till sessions, newest first, a page at a time: all of them for admin and auditor, those of the shop for a
--          supervisor, the own ones for a cashier.
-- Parameters: p_token_hash; p_till_id, null for all; p_before a session's id, null for the newest; p_limit 1 to 100
-- Returns: json {items [{sessionId, till, state, cashier, openedAt, float, count, correction, closedAt, closedBy, reason}],
--          next}; count and correction as in hippo.session_json
-- Errors: HP400; HP401
create or replace function api.till_sessions(p_token_hash bytea, p_till_id bigint, p_before bigint, p_limit integer)
returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
begin
    perform hippo.require(p_limit between 1 and 100, 'limit');
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
            select s.* from hippo.till_session s join hippo.till t on t.till_id = s.till_id
            where s.till_session_id < coalesce(p_before, 9223372036854775807) and s.till_id = coalesce(p_till_id, s.till_id)
                and (v_user.role in ('admin', 'auditor') or v_user.role = 'supervisor' and t.shop_id = v_user.shop_id
                     or s.user_id = v_user.user_id)
            order by s.till_session_id desc limit p_limit
        ) page);
end
$$;
