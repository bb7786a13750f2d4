-- SPDX-License-Identifier: MIT
-- Purpose: the fingerprint of what a seal says of its day.
-- Parameters: p_day
-- Returns: bytea, SHA-256 of the lines of hippo.seal_lines in the order of their bytes
create or replace function hippo.seal_content(p_day date) returns bytea
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    select sha256(convert_to(coalesce(string_agg(line, E'\n' order by line collate "C"), ''), 'UTF8'))
    from hippo.seal_lines(p_day) line
$$;
