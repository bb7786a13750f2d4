-- SPDX-License-Identifier: MIT
-- Purpose: lines of a ticket on the same selection are one stake: together they are no more than one line may be.
-- Parameters: p_till with the limit; p_price_ids, p_stakes of the lines
-- Errors: HP400 stake_max, with the line that passes it, and max: what that line could be beside those before it
create or replace function hippo.sale_cap_same(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[]) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_line bigint;
    v_max bigint;
begin
    select line, (p_till.stake_max - total + stake) / p_till.stake_step * p_till.stake_step into v_line, v_max
    from (select line, stake, sum(stake) over (partition by price_id order by line)::bigint as total
          from unnest(p_price_ids, p_stakes) with ordinality as u (price_id, stake, line)) sums
    where total > p_till.stake_max
    order by line limit 1;
    if found then
        perform hippo.refuse(400, 'stake_max',
            format('line %s: lines on the same selection are one stake, and the largest is %s', v_line, p_till.stake_max),
            jsonb_build_object('line', v_line, 'max', case when v_max >= p_till.stake_min then v_max else 0 end));
    end if;
end
$$;
