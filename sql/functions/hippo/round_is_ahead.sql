-- SPDX-License-Identifier: MIT
-- Purpose: was the clock set back behind what a round has seen already, by more than setting clock_skew_max_ms? What is to
--          come would then last longer than the round's own length: up to for ever.
-- Parameters: p_round a row; all null before the first round
-- Returns: boolean
create or replace function hippo.round_is_ahead(p_round hippo.round) returns boolean
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_seen_at timestamptz := case
        when p_round.phase in ('settled', 'void') then coalesce(p_round.settled_at, p_round.voided_at)
        else greatest(p_round.opened_at, p_round.locked_at, p_round.raced_at) end;
begin
    return coalesce(hippo.clock() < v_seen_at - hippo.setting_integer('clock_skew_max_ms') * interval '1 ms', false);
end
$$;
