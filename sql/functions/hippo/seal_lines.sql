-- SPDX-License-Identifier: MIT
-- Purpose: what a seal says of its day, a line each: how far the chains had come, balances, figures.
-- Parameters: p_day
-- Returns: text, in no order
create or replace function hippo.seal_lines(p_day date) returns setof text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select format('chain %s %s %s %s', scope, after_seq, last_seq, encode(hash, 'hex')) from hippo.seal_chain where day = p_day
  union all
    select concat('account ', to_jsonb(f)) from hippo.seal_account f where day = p_day
  union all
    select concat('till ', to_jsonb(f)) from hippo.seal_till f where day = p_day
  union all
    select concat('market ', to_jsonb(f)) from hippo.seal_market f where day = p_day
  union all
    select concat('shop ', to_jsonb(f)) from hippo.seal_shop f where day = p_day
  union all
    select concat('seller ', to_jsonb(f)) from hippo.seal_seller f where day = p_day
  union all
    select concat('safe ', to_jsonb(f)) from hippo.seal_safe f where day = p_day
  union all
    select concat('tax ', to_jsonb(f)) from hippo.seal_tax f where day = p_day
$$;
