-- SPDX-License-Identifier: MIT
-- Purpose: a time as the API and the cards write it: RFC 3339, UTC, milliseconds.
-- Parameters: p_time, may be null
-- Returns: text, null for null
create or replace function hippo.rfc3339(p_time timestamptz) returns text
language sql stable parallel safe
as $$
    select to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
