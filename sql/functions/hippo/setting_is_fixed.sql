-- SPDX-License-Identifier: MIT
-- Purpose: can a setting never be changed any more? Currency, its digits and the time zone say what amounts and days in the
--          books mean, so they stay as they are once money has moved.
-- Parameters: p_name of the setting
-- Returns: boolean
create or replace function hippo.setting_is_fixed(p_name text) returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select p_name in ('currency', 'currency_digits', 'time_zone') and exists (select from hippo.journal where amount is not null)
$$;
