-- SPDX-License-Identifier: MIT
-- Purpose: the next sale of a till asks what it may sell, if anything limits that: cash has come in other than by a sale.
-- Parameters: p_till_id, its row held
create or replace function hippo.sales_ask(p_till_id integer) returns void
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    update hippo.till_book set stakes_max = stakes where till_id = p_till_id and stakes_max > stakes
$$;
