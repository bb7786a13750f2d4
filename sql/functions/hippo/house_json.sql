-- SPDX-License-Identifier: MIT
-- Purpose: how the house stands, for the admin's screen. The number of tickets is the pulse's, at most half a second old.
-- Returns: json {round, phase, tickets, stakes, exposure of the current round; tillsOpen, unpaid}
create or replace function hippo.house_json() returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'round', r.round_id, 'phase', r.phase,
            'tickets', (select coalesce(sum(p.round_tickets), 0) from hippo.pulse_till p where p.round_id = r.round_id),
            'stakes', (select coalesce(sum(b.stakes), 0) from hippo.till_book b where b.round_id = r.round_id),
            'exposureAtMost', (select coalesce(sum(greatest(b.bound - b.stakes, 0)), 0) from hippo.till_book b where b.round_id = r.round_id),
            'tillsOpen', (select count(*) from hippo.till_book where till_session_id is not null),
            'unpaid', (select coalesce(sum(amount), 0) from hippo.claim))
        from hippo.round_latest() r);
end
$$;
