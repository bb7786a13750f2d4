-- SPDX-License-Identifier: MIT
-- Purpose: where these channels are: one look a second over all that a gateway follows heals every lost wake-up.
-- Parameters: p_channels
-- Returns: rows, none for a channel that is not there
create or replace function gateway.stream_tops(p_channels text[])
returns table (channel text, epoch text, "offset" bigint)
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select s.channel, hippo.stream_epoch(s.epoch), s.top from hippo.stream s where s.channel = any(p_channels)
$$;
