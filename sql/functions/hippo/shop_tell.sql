-- SPDX-License-Identifier: MIT
-- Purpose: tells the tills of a shop whether, and when, it sells.
-- Parameters: p_shop_id
create or replace function hippo.shop_tell(p_shop_id integer) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_fields json := json_build_object('shop', hippo.shop_sales_json(p_shop_id));
begin
    perform hippo.till_tell(till_id, 'shop_update', v_fields) from hippo.till where shop_id = p_shop_id order by till_id;
end
$$;
