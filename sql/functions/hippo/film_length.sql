-- SPDX-License-Identifier: MIT
-- Purpose: how many samples a piece of film has.
-- Parameters: p_round_id; p_positions an array for each runner
-- Returns: integer, at least 1
-- Errors: HP400 not one equally long, non-empty array for each runner
create or replace function hippo.film_length(p_round_id bigint, p_positions json) returns integer
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_rows bigint;
    v_shortest integer;
    v_longest integer;
begin
    select count(*), min(json_array_length(value)), max(json_array_length(value)) into v_rows, v_shortest, v_longest
    from json_array_elements(p_positions);
    if v_rows <> (select count(*) from hippo.round_runner where round_id = p_round_id)
        or v_shortest is distinct from v_longest or v_shortest < 1 then
        raise exception 'a piece of film is one array for each runner, all equally long' using errcode = 'HP400';
    end if;
    return v_shortest;
end
$$;
