-- SPDX-License-Identifier: MIT
-- Purpose: an event for a till's channel, told by the next pulse. Published at once, it would lock channels in another order
--          than the leader does, and one of both would have to give up.
-- Parameters: p_till_id; p_event its name; p_fields a JSON object
create or replace function hippo.till_tell(p_till_id integer, p_event text, p_fields json) returns void
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    insert into hippo.till_news (till_id, event, fields) values (p_till_id, p_event, p_fields)
$$;
