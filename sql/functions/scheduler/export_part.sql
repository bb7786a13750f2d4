-- SPDX-License-Identifier: MIT
-- Purpose: a part of an export's file, for the scheduler to hash: it signs what it has read itself.
-- Parameters: p_export_id; p_part from 1
-- Returns: text, null when there is no such part
create or replace function scheduler.export_part(p_export_id bigint, p_part integer) returns text
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select text from hippo.export_part where export_id = p_export_id and part = p_part
$$;
