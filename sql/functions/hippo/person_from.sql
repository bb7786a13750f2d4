-- SPDX-License-Identifier: MIT
-- Purpose: from when on may a question be asked in which a user counts as a person of its own?
-- Parameters: p_user
-- Returns: text, a time as the API writes it; null until it has chosen its own password
create or replace function hippo.person_from(p_user hippo.app_user) returns text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select hippo.rfc3339(greatest(
        hippo.person_since(p_user) + hippo.setting_integer('two_person_hours') * interval '1 hour', p_user.created_at))
    where hippo.person_since(p_user) is not null
$$;
