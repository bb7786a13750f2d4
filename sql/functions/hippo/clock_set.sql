-- SPDX-License-Identifier: MIT
-- Purpose: the clock as a test has set it. A daemon that could set it could sell after the lock: only the owner's own
--          sessions may.
-- Returns: timestamptz
create or replace function hippo.clock_set() returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if pg_has_role(session_user, 'hippo_owner', 'member') then
        return current_setting('hippo.clock')::timestamptz;
    end if;
    return clock_timestamp();
end
$$;
