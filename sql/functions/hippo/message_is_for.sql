-- SPDX-License-Identifier: MIT
-- Purpose: is a message for this till?
-- Parameters: p_message a row; p_till a row
-- Returns: boolean
create or replace function hippo.message_is_for(p_message hippo.message, p_till hippo.till) returns boolean
language sql immutable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(p_message.till_id = p_till.till_id, p_message.shop_id = p_till.shop_id, true)
$$;
