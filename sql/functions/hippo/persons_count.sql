-- SPDX-License-Identifier: MIT
-- Purpose: how many persons stand behind the votes of admins on one question? Each is asked anew: who has been blocked, or
--          whose account another person took in hand after it voted (another role among it), does not count any more.
-- Parameters: p_user_ids who voted; p_asked_at when the question arose
-- Returns: integer
create or replace function hippo.persons_count(p_user_ids integer[], p_asked_at timestamptz) returns integer
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select count(*)::integer from hippo.app_user u
    where u.user_id = any (p_user_ids) and u.blocked_at is null and hippo.person_counts(u, p_asked_at)
$$;
