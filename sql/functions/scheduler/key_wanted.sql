-- SPDX-License-Identifier: MIT
-- Purpose: the key without which the history cannot go on: that of the open round, else that of the session whose next
--          round would open. A scheduler that has no key asks before it makes one.
-- Returns: text, the key's fingerprint in hex; null: a new key may be made
create or replace function scheduler.key_wanted() returns text
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select encode(s.key_fingerprint, 'hex')
    from (select hippo.round_latest() as round) latest
    join hippo.session s on s.session_id = case
        when (latest.round).phase not in ('settled', 'void') then (latest.round).session_id
        else (select max(session_id) from hippo.session) end
    where case when (latest.round).phase not in ('settled', 'void') then not hippo.session_is_over(s.session_id, 'abandoned')
               else not hippo.session_is_over(s.session_id)
                    and ((latest.round).session_id = s.session_id and (latest.round).chain_index >= s.rounds) is not true end
$$;
