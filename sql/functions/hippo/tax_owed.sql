-- SPDX-License-Identifier: MIT
-- Purpose: what a shop withheld from prizes and has not handed over: from its balance in the last seal on.
-- Parameters: p_shop_id
-- Returns: bigint, minor units
create or replace function hippo.tax_owed(p_shop_id integer) returns bigint
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select -coalesce((select a.balance from hippo.seal_account a
                      where a.account = 'tax' and a.id = p_shop_id order by a.day desc limit 1), 0)
           -coalesce((select sum(m.balance) from hippo.account_moves m
                      where m.is_open and m.account = 'tax' and m.id = p_shop_id), 0)::bigint
$$;
