-- SPDX-License-Identifier: MIT
-- Purpose: a time as the stream tells it: whole milliseconds since 1970.
-- Parameters: p_time, may be null
-- Returns: bigint, null for null
create or replace function hippo.ms(p_time timestamptz) returns bigint
language sql stable parallel safe
as $$
    select floor(extract(epoch from p_time) * 1000)::bigint
$$;
