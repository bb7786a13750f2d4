-- SPDX-License-Identifier: MIT
-- Purpose: must a user not be told what should be in a till? A count is blind: until the session is counted, whoever has to
--          count it sees no sum of its cash, nor what would add up to one: a cashier, and a supervisor at the own till, but for who has the right to
--          (sees_cash).
-- Parameters: p_user; p_session of the till, a row or none
-- Returns: boolean
create or replace function hippo.session_is_blind_to(p_user hippo.app_user, p_session hippo.till_session) returns boolean
language sql immutable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(p_session.state = 'open' and p_session.user_id = p_user.user_id and not p_user.sees_cash, false)
$$;
