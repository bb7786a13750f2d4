-- SPDX-License-Identifier: MIT
-- Purpose: does a till's shop sell now? It pays at any time.
-- Parameters: p_till_id
-- Errors: HP409 shop_paused with at and reason; shop_closed with opensAt
create or replace function hippo.shop_sells_require(p_till_id integer) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_shop hippo.shop;
    v_opens_at timestamptz;
begin
    select s.* into v_shop from hippo.till t join hippo.shop s on s.shop_id = t.shop_id where t.till_id = p_till_id;
    if v_shop.paused_at is not null then
        perform hippo.refuse(409, 'shop_paused',
            format('the shop sells nothing until an admin resumes it: %s', v_shop.pause_reason),
            jsonb_build_object('at', hippo.rfc3339(v_shop.paused_at), 'reason', v_shop.pause_reason));
    end if;
    v_opens_at := hippo.shop_opens_at(v_shop.shop_id, hippo.clock());
    if v_opens_at > hippo.clock() then
        perform hippo.refuse(409, 'shop_closed', format('the shop sells from %s on', to_char(
            v_opens_at at time zone hippo.setting_text('time_zone'), 'YYYY-MM-DD HH24:MI')),
            jsonb_build_object('opensAt', hippo.rfc3339(v_opens_at)));
    end if;
end
$$;
