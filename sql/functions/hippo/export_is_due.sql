-- SPDX-License-Identifier: MIT
-- Purpose: is there anything for scheduler.export_begin to do: an export to make or to sign, or a file to forget?
-- Returns: boolean
create or replace function hippo.export_is_due() returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select exists (select from hippo.export e
                   where e.forgotten_at is null and (hippo.export_state(e) = 'working' or hippo.export_is_old(e)))
$$;
