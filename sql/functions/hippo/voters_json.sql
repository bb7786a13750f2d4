-- SPDX-License-Identifier: MIT
-- Purpose: who could still be the second person in a matter that takes two: the admins who count in it and have not spoken.
-- Parameters: p_asked_at when the question arose; p_spoken the users who have
-- Returns: json [{userId, username, displayName}], by name
create or replace function hippo.voters_json(p_asked_at timestamptz, p_spoken integer[]) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select coalesce(json_agg(hippo.user_json(u.user_id) order by u.username), '[]')
        from hippo.app_user u
        where u.role = 'admin' and u.blocked_at is null and u.user_id <> all (p_spoken) and hippo.person_counts(u, p_asked_at));
end
$$;
