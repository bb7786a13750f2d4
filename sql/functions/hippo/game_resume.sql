-- SPDX-License-Identifier: MIT
-- Purpose: rounds go on. Resuming a running game changes nothing.
-- Parameters: p_reason, shown to everybody
-- Returns: true when it was paused
create or replace function hippo.game_resume(p_reason text) returns boolean
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    update hippo.house set paused_at = null, pause_reason = null where paused_at is not null;
    if found then
        perform hippo.stream_append('race', 'game_resumed', (hippo.round_latest()).round_id,
                                    json_build_object('reason', p_reason));
    end if;
    return found;
end
$$;
