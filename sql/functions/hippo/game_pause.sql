-- SPDX-License-Identifier: MIT
-- Purpose: lets the current round finish and opens no other. Pausing a paused game changes nothing.
-- Parameters: p_reason, shown to everybody
-- Returns: true when it was running
-- Errors: HP400 no reason
create or replace function hippo.game_pause(p_reason text) returns boolean
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if coalesce(btrim(p_reason), '') = '' then
        raise exception 'a reason is required' using errcode = 'HP400';
    end if;
    update hippo.house set paused_at = hippo.clock(), pause_reason = p_reason where paused_at is null;
    if found then
        perform hippo.stream_append('race', 'game_paused', (hippo.round_latest()).round_id,
                                    json_build_object('reason', p_reason));
    end if;
    return found;
end
$$;
