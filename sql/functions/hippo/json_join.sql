-- SPDX-License-Identifier: MIT
-- Purpose: one object of the members of two, first those of the first. PostgreSQL joins objects only as jsonb, which sorts
--          and so moves the members: they are joined as text.
-- Parameters: p_first as json_build_object makes it, not empty; p_second any object, also an empty one
-- Returns: json; null if either is
create or replace function hippo.json_join(p_first json, p_second json) returns json
language sql immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
    select case when p_second::text ~ '^\s*\{\s*\}\s*$' then p_first
                else (left(p_first::text, -1) || ', ' || ltrim(p_second::text, E' \t\n\r{'))::json end
$$;
