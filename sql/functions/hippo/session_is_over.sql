-- SPDX-License-Identifier: MIT
-- Purpose: has a session ended before its time, by a set-back or because it was abandoned? No round of it opens any more.
-- Parameters: p_session_id; p_kind only by this
-- Returns: boolean
create or replace function hippo.session_is_over(p_session_id bigint, p_kind text default null) returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select exists (select from hippo.set_back where session_id >= p_session_id and kind = coalesce(p_kind, kind))
$$;
