-- SPDX-License-Identifier: MIT
-- Purpose: a time to the microsecond, as the journal's hashes cover it; hippo.rfc3339 leaves out what nobody reads.
-- Parameters: p_at
-- Returns: text, 2026-11-30T16:52:01.123456Z
create or replace function hippo.export_time(p_at timestamptz) returns text
language sql stable
as $$
    select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
