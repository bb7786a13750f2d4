-- SPDX-License-Identifier: MIT
-- Purpose: the report of a till session as a user may see it.
-- Parameters: p_user; p_till_session_id, null for none
-- Returns: json as hippo.session_json, or hippo.session_blind_json; null for none
create or replace function hippo.session_seen_json(p_user hippo.app_user, p_till_session_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_session hippo.till_session;
begin
    select * into v_session from hippo.till_session where till_session_id = p_till_session_id;
    return case when v_session.till_session_id is null then null
                when hippo.session_is_blind_to(p_user, v_session) then hippo.session_blind_json(v_session)
                else hippo.session_json(p_till_session_id) end;
end
$$;
