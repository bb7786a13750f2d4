-- SPDX-License-Identifier: MIT
-- Purpose: the film of a race that is over, to see it again. It stands in the stream's events, and is there as long as they are.
-- Parameters: p_round_id
-- Returns: json {runners, distance, step, duration, playoutDelay, from, positions}; null when there is no such round, it is not over,
--          or its film is forgotten
create or replace function api.round_film(p_round_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_film json;
begin
    select * into v_round from hippo.round where round_id = p_round_id and phase in ('finished', 'settled');
    v_film := hippo.film_json(v_round, true);
    -- A part of it tells nothing of the rest.
    return case when json_array_length(v_film #> '{positions,0}') * (v_film ->> 'step')::integer = (v_film ->> 'duration')::integer
                then v_film end;
end
$$;
