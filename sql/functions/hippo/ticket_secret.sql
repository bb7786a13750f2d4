-- SPDX-License-Identifier: MIT
-- Purpose: what a ticket's validation code is made from: the secret that its till had when it was sold. In SQL, to become
--          part of the statement that calls it.
-- Parameters: p_ticket_id; p_till_id that sold it; p_secret that the till has now
-- Returns: bytea
create or replace function hippo.ticket_secret(p_ticket_id bigint, p_till_id integer, p_secret bytea) returns bytea
language sql stable
as $$
    select coalesce((select s.secret from hippo.till_past_secret s
                     where s.till_id = p_till_id and s.below_seq > p_ticket_id % 1000000000
                     order by s.below_seq limit 1), p_secret)
$$;
