-- SPDX-License-Identifier: MIT
-- Purpose: the part of the pulse that tells the tills what waits for them, in the order in which it was written; one channel
--          after the other, as the rest of the pulse does.
-- Returns: integer, the events told
create or replace function hippo.pulse_news() returns integer
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_ids bigint[];
begin
    with told as (delete from hippo.till_news returning *)
    select array_agg(n.till_news_id) into v_ids from (
        select till_news_id, hippo.stream_append('till:' || till_id, event, null, fields)
        from (select * from told order by till_id, till_news_id) t) n;
    return coalesce(cardinality(v_ids), 0);
end
$$;
