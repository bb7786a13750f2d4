-- SPDX-License-Identifier: MIT
-- Purpose: how many openings of the finish order of length p_to begin with a given one of length p_from. Openings are
--          numbered in canonical order, so those are the numbers cell * block to cell * block + block - 1.
-- Parameters: p_runners in the race; p_from, p_to 1 to 3
-- Returns: integer
create or replace function hippo.cell_block(p_runners integer, p_from integer, p_to integer) returns integer
language sql immutable parallel safe
as $$
    select case when p_from < 2 and p_to >= 2 then p_runners - 1 else 1 end
        * case when p_from < 3 and p_to >= 3 then p_runners - 2 else 1 end
$$;
