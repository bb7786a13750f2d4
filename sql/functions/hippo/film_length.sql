-- SPDX-License-Identifier: MIT
-- Purpose: how many samples a piece of film has.
-- Parameters: p_round_id; p_positions an array of whole millimetres for each runner, on one line
-- Returns: integer, at least 1
-- Errors: HP400 not one equally long, non-empty array of such numbers for each runner
create or replace function hippo.film_length(p_round_id bigint, p_positions json) returns integer
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_rows bigint;
    v_shortest integer;
    v_longest integer;
begin
    -- Every client gets these bytes as they are, so nothing else may hide in them.
    if translate(p_positions::text, ' ', '') ~ '^\[(\[\d{1,9}(,\d{1,9})*\],)*\[\d{1,9}(,\d{1,9})*\]\]$' then
        select count(*), min(json_array_length(value)), max(json_array_length(value)) into v_rows, v_shortest, v_longest
        from json_array_elements(p_positions);
    end if;
    if v_rows is distinct from (select count(*) from hippo.round_runner where round_id = p_round_id)
        or v_shortest <> v_longest then
        raise exception 'a piece of film is one array of whole numbers for each runner, all equally long'
            using errcode = 'HP400';
    end if;
    return v_shortest;
end
$$;
