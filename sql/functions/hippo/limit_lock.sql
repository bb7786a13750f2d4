-- SPDX-License-Identifier: MIT
-- Purpose: whoever looks at what a shop, or somebody in it, has sold or paid in a day waits here for the others of the shop
--          until they commit: two that are each within the limit may be over it together.
-- Parameters: p_till_id of the shop; its row is held
create or replace function hippo.limit_lock(p_till_id integer) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtext('hippo limit'), shop_id) from hippo.till where till_id = p_till_id;
end
$$;
