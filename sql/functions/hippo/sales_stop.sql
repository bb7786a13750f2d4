-- SPDX-License-Identifier: MIT
-- Purpose: waits for every sale and void in flight, and lets none begin until the calling transaction ends: what begins
--          then sees what this transaction did to the round. Sales share no row and no lock with each other; each holds
--          its own till's row, and here all of them are taken. A till that is being made waits for the house's row.
create or replace function hippo.sales_stop() returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform from hippo.house_book for no key update;
    perform from hippo.till_book order by till_id for no key update;
end
$$;
