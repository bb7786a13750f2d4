-- SPDX-License-Identifier: MIT
-- Purpose: the house's clock: the database's, read anew at each call (a transaction that waited must see the time
--          after the wait, not before). Tests of the owner may set it with `set hippo.clock = '…'`.
-- Returns: timestamptz
create or replace function hippo.clock() returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_set text := nullif(current_setting('hippo.clock', true), '');
begin
    -- A daemon that could set the clock could sell after the lock: only the owner's own sessions may.
    if v_set is not null and pg_has_role(session_user, 'hippo_owner', 'member') then
        return v_set::timestamptz;
    end if;
    return clock_timestamp();
end
$$;
