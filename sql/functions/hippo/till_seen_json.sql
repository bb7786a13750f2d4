-- SPDX-License-Identifier: MIT
-- Purpose: a till in the list, as a user may see it: what should be in the own one is not told before it is counted.
-- Parameters: p_user; p_till a row
-- Returns: json as hippo.till_full_json, the session without expectedCash when the user is blind to it
create or replace function hippo.till_seen_json(p_user hippo.app_user, p_till hippo.till) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_session hippo.till_session;
begin
    select * into v_session from hippo.till_session where till_id = p_till.till_id and state <> 'closed';
    return case when hippo.session_is_blind_to(p_user, v_session)
                then (hippo.till_full_json(p_till)::jsonb #- '{session,expectedCash}')::json
                else hippo.till_full_json(p_till) end;
end
$$;
