-- SPDX-License-Identifier: MIT
-- Purpose: forgets events that are too old to catch up with (setting stream_keep).
-- Parameters: p_channel
create or replace function hippo.stream_trim(p_channel text) returns void
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    delete from hippo.stream_event e using hippo.stream s
    where s.channel = p_channel and e.channel = s.channel
        and e."offset" <= s.top - hippo.setting_integer('stream_keep')
$$;
