-- SPDX-License-Identifier: MIT
-- Purpose: how far a zone's clocks are from UTC at a moment.
-- Parameters: p_at; p_zone
-- Returns: text, +HH:MM or -HH:MM
create or replace function hippo.utc_offset(p_at timestamptz, p_zone text) returns text
language sql stable
as $$
    select case when m < 0 then '-' else '+' end || to_char(abs(m) / 60, 'FM00') || ':' || to_char(abs(m) % 60, 'FM00')
    from (select round(extract(epoch from (p_at at time zone p_zone) - (p_at at time zone 'UTC')) / 60)::integer as m) offset_
$$;
