-- SPDX-License-Identifier: MIT
-- Purpose: the part of the proof about one seal: what it says of its day is what it said when it was made.
-- Parameters: p_day, null for none
-- Returns: one row for each violation
create or replace function hippo.proof_seal(p_day date) returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select 'a sealed day is as it was sealed', s.day::text, encode(s.content, 'hex')
    from hippo.seal s where s.day = p_day and s.content <> hippo.seal_content(s.day)
$$;
