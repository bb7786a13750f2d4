-- SPDX-License-Identifier: MIT
-- Purpose: how much of a film's end is told only together with the result: 1.5 s, half of a very short film.
-- Parameters: p_film_ms, the film's length
-- Returns: milliseconds
create or replace function hippo.film_hold(p_film_ms bigint) returns bigint
language sql immutable parallel safe
as $$
    select least(1500, p_film_ms / 2)
$$;
