-- SPDX-License-Identifier: MIT
-- Purpose: the X report of an open session, the Z report of a closed one.
-- Parameters: p_token_hash; p_till_id, null for the own till; p_session_id, null for the newest of the till
-- Returns: json as hippo.session_seen_json; null when there is none that the user may see. A cashier sees own sessions only.
-- Errors: HP401; HP403
create or replace function api.till_report(p_token_hash bytea, p_till_id bigint, p_session_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_session integer;
begin
    select s.till_session_id into v_session
    from hippo.till_session s join hippo.till t on t.till_id = s.till_id
    where (p_session_id is null or s.till_session_id = p_session_id)
        and (p_till_id is null or s.till_id = p_till_id)
        and (v_user.role in ('admin', 'auditor') or v_user.role = 'supervisor' and t.shop_id = v_user.shop_id
             or s.user_id = v_user.user_id)
        and (p_session_id is not null or p_till_id is not null or s.user_id = v_user.user_id)
    order by s.till_session_id desc limit 1;
    return hippo.session_seen_json(v_user, v_session);
end
$$;
