-- SPDX-License-Identifier: MIT
-- Purpose: which of the three screens a phase shows.
-- Parameters: p_phase, null before the first round
-- Returns: text
create or replace function hippo.screen(p_phase hippo.phase) returns text
language sql immutable parallel safe
as $$
    select case
        when p_phase = 'racing' then 'movie_screen'
        when p_phase in ('finished', 'settled', 'void') then 'finish_screen'
        else 'game_screen'
    end
$$;
