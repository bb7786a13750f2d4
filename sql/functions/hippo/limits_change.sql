-- SPDX-License-Identifier: MIT
-- Purpose: changes limits of a shop, a till or a user. None may be wider than the house's own. Those of sales hold from the
--          next round on, or when another cashier opens the till; those of cash at once.
-- Parameters: p_scope shop, till or user; p_id its number; p_limits json object {kind: amount}, a null takes a limit away and
--             what is left out stays; null changes nothing
-- Errors: HP400 bad_parameter; HP409 limit_wider with kind and limit, limit_too_low with kind and limit
create or replace function hippo.limits_change(p_scope text, p_id integer, p_limits json) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_kind text;
    v_value json;
    v_amount bigint;
    v_house bigint;
begin
    if p_limits is null then
        return;
    end if;
    perform hippo.require(json_typeof(p_limits) = 'object', 'limits');
    for v_kind, v_value in select key, value from json_each(p_limits) loop
        select hippo.setting_integer(k.setting) into v_house from hippo.limit_kind k where k.kind = v_kind;
        perform hippo.require(found, 'limits.' || left(v_kind, 20));
        if json_typeof(v_value) = 'null' then
            delete from hippo.money_limit where scope = p_scope and id = p_id and kind = v_kind;
            continue;
        end if;
        perform hippo.require(json_typeof(v_value) = 'number' and v_value::text ~ '^[1-9][0-9]{0,15}$', 'limits.' || v_kind);
        v_amount := v_value::text::bigint;
        if v_amount > v_house then
            perform hippo.refuse(409, 'limit_wider', format('%s: the house''s own limit is %s', v_kind, v_house),
                                 jsonb_build_object('kind', v_kind, 'limit', v_house));
        elsif v_kind in ('stake', 'ticket') and v_amount < hippo.setting_integer('stake_min') then
            perform hippo.refuse(409, 'limit_too_low',
                format('%s: nothing could be sold, for the smallest stake is %s', v_kind, hippo.setting_integer('stake_min')),
                jsonb_build_object('kind', v_kind, 'limit', hippo.setting_integer('stake_min')));
        end if;
        insert into hippo.money_limit (scope, id, kind, amount) values (p_scope, p_id, v_kind, v_amount)
        on conflict (scope, id, kind) do update set amount = excluded.amount;
    end loop;
end
$$;
