-- SPDX-License-Identifier: MIT
-- Purpose: what the last cashier of a till counted and left in the drawer for the next one: as long as nobody has opened the
--          till since, and no longer.
-- Parameters: p_till_id
-- Returns: one row, or none: the session, its cashier, what there is, and since when
create or replace function hippo.handover_waiting(p_till_id integer)
returns table (till_session_id integer, user_id integer, amount bigint, at timestamptz)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select s.till_session_id, s.user_id, coalesce(s.corrected_minor, s.counted_minor), s.closed_at
    from (select * from hippo.till_session where till_id = p_till_id order by till_session_id desc limit 1) s
    where s.state = 'closed' and s.is_handover
$$;
