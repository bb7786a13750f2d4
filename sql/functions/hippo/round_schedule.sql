-- SPDX-License-Identifier: MIT
-- Purpose: the times of a round from its opening and the settings in force.
-- Parameters: p_round with opened_at
-- Returns: the row with its times filled in
create or replace function hippo.round_schedule(p_round hippo.round) returns hippo.round
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_betting interval := hippo.setting_integer('betting_ms') * interval '1 ms';
    v_lock interval := least(hippo.setting_integer('lock_ms'), hippo.setting_integer('betting_ms') - 1) * interval '1 ms';
begin
    p_round.race_starts_at := p_round.opened_at + v_betting;
    p_round.locks_at := p_round.race_starts_at - v_lock;
    p_round.race_ends_at := p_round.race_starts_at + hippo.setting_integer('film_ms') / 100 * interval '100 ms';
    p_round.closes_at := p_round.race_ends_at + hippo.setting_integer('finish_ms') * interval '1 ms';
    return p_round;
end
$$;
