-- SPDX-License-Identifier: MIT
-- Purpose: the limits of a shop, a till or a user, as an admin sees them.
-- Parameters: p_scope shop, till or user; p_id its number
-- Returns: json {stake, ticket, turnoverDay, payout, payoutDay, cashOut, cashOutDay, credit}: minor units, null where only the
--          limits around it hold
create or replace function hippo.limits_json(p_scope text, p_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_object_agg(k.kind, l.amount order by k.rank)
        from hippo.limit_kind k
        left join hippo.money_limit l on l.kind = k.kind and l.scope = p_scope and l.id = p_id);
end
$$;
