-- SPDX-License-Identifier: MIT
-- Purpose: a shop's number as it is written: two digits at least.
-- Parameters: p_shop_id
-- Returns: text
create or replace function hippo.shop_number(p_shop_id integer) returns text
language sql immutable parallel safe
as $$
    select case when p_shop_id < 10 then '0' else '' end || p_shop_id
$$;
