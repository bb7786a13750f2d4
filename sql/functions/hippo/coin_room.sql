-- SPDX-License-Identifier: MIT
-- Purpose: by how much odds have to be lower than the target allows, so that prizes may be rounded up to the coin: on the
--          smallest stake that adds less than one coin.
-- Returns: integer, hundredths; 0 when nothing is rounded
create or replace function hippo.coin_room() returns integer
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select ceil(100.0 * (hippo.setting_integer('cash_unit') - 1) / hippo.setting_integer('stake_min'))
$$;
