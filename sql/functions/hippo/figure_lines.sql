-- SPDX-License-Identifier: MIT
-- Purpose: the lines of hippo.seal_lines that can be counted again, as its entries and tickets say them today. What happens to a
--          ticket later changes none of them.
-- Parameters: p_day
-- Returns: text, in no order
create or replace function hippo.figure_lines(p_day date) returns setof text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select concat('account ', to_jsonb(f)) from hippo.account_figures(p_day) f
  union all
    select concat('till ', to_jsonb(f)) from hippo.till_figures(p_day) f
  union all
    select concat('market ', to_jsonb(f)) from hippo.market_figures f where day = p_day
  union all
    select concat('shop ', to_jsonb(f)) from hippo.shop_figures f where day = p_day
  union all
    select concat('seller ', to_jsonb(f)) from hippo.seller_figures f where day = p_day
  union all
    select concat('safe ', to_jsonb(f) - 'is_open') from hippo.safe_figures f where day = p_day and not is_open
  union all
    select concat('tax ', to_jsonb(f) - 'is_open') from hippo.tax_figures f where day = p_day and not is_open
$$;
