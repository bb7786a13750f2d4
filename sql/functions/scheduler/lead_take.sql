-- SPDX-License-Identifier: MIT
-- Purpose: makes the calling session the one that leads, if no other does. The session then lives on a short leash:
--          a leader that says nothing for 2 s (frozen, or its machine gone) loses its session, and with it the lead.
-- Returns: true when this session leads now
create or replace function scheduler.lead_take() returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if not pg_try_advisory_lock(hippo.lead_key()) then
        return false;
    end if;
    perform set_config('idle_session_timeout', '2s', false),
            set_config('idle_in_transaction_session_timeout', '2s', false);
    return true;
end
$$;
