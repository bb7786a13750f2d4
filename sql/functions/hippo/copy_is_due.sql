-- SPDX-License-Identifier: MIT
-- Purpose: would a duplicate of this ticket tell its user a code that money can be had for? Not where no money can come of it
--          any more, and not to who sold it, before the race: that one has seen the code, and nobody knows what it will be
--          worth.
-- Parameters: p_user; p_ticket its row
-- Returns: boolean
create or replace function hippo.copy_is_due(p_user hippo.app_user, p_ticket hippo.ticket) returns boolean
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return p_ticket.state in ('won', 'refundable') or p_ticket.state = 'sold' and not exists (
        select from hippo.till_session s, hippo.round r
        where s.till_session_id = p_ticket.till_session_id and s.user_id = p_user.user_id
            and r.round_id = p_ticket.round_id and r.phase in ('betting', 'locked'));
end
$$;
