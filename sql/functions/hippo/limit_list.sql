-- SPDX-License-Identifier: MIT
-- Purpose: the limits of one kind that hold at a till for a user: the house's, unless it is as large as it can be, and those
--          of the shop, the till and the user.
-- Parameters: p_kind of hippo.limit_kind; p_till_id; p_user_id, null for nobody
-- Returns: scope house, shop, till or user; amount in minor units. The narrowest holds
create or replace function hippo.limit_list(p_kind text, p_till_id integer, p_user_id integer)
returns table (scope text, amount bigint)
language sql stable rows 4
set search_path = pg_catalog, hippo, pg_temp
as $$
    select 'house', hippo.setting_integer(k.setting)
    from hippo.limit_kind k join hippo.setting s on s.name = k.setting
    where k.kind = p_kind and hippo.setting_integer(k.setting) < s.maximum
  union all
    select l.scope, l.amount
    from hippo.till t
    join hippo.money_limit l on (l.scope = 'shop' and l.id = t.shop_id) or (l.scope = 'till' and l.id = t.till_id)
        or (l.scope = 'user' and l.id = p_user_id)
    where t.till_id = p_till_id and l.kind = p_kind
$$;
