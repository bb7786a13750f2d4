-- SPDX-License-Identifier: MIT
-- Purpose: what the tickets of a round would win on each opening of the finish order, and what lines that are about to be
--          added would.
-- Parameters: p_round_id; p_till_id whose tickets, null for all tills; p_price_ids, p_prizes of the lines
-- Returns: cell; base of the tickets; own of the lines; lines as in hippo.line_cells
create or replace function hippo.sale_cells(
    p_round_id bigint, p_till_id integer, p_price_ids integer[] default '{}', p_prizes bigint[] default '{}')
returns table (cell integer, base bigint, own bigint, lines integer[])
language sql stable rows 100
set search_path = pg_catalog, hippo, pg_temp
as $$
    with bet as (
        select array_agg(price_id) as price_ids, array_agg(prize) as prizes
        from (
            select u.price_id, sum(u.prize)::bigint as prize
            from hippo.ticket t
            join hippo.till_session s on s.till_session_id = t.till_session_id,
            unnest(t.price_ids, t.prizes) as u (price_id, prize)
            where t.round_id = p_round_id and t.state = 'sold' and s.till_id = coalesce(p_till_id, s.till_id)
            group by u.price_id
        ) prices
    )
    select coalesce(b.cell, l.cell), coalesce(b.prize, 0), coalesce(l.prize, 0), l.lines
    from bet cross join lateral hippo.line_cells(p_round_id, bet.price_ids, bet.prizes) b
    full join hippo.line_cells(p_round_id, p_price_ids, p_prizes) l on l.cell = b.cell
$$;
