-- SPDX-License-Identifier: MIT
-- Purpose: what lines would win on each opening of the finish order, of the length that the round's markets look at. Exact
--          but for duels, which count as won on every opening that leaves them open.
-- Parameters: p_round_id; p_price_ids, p_prizes of the lines
-- Returns: cell; prize the sum there; lines which of them win there, by place in the arrays. Openings that win nothing are left out
create or replace function hippo.line_cells(p_round_id bigint, p_price_ids integer[], p_prizes bigint[])
returns table (cell integer, prize bigint, lines integer[])
language plpgsql stable rows 100
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return query
        select c.first * k.block + n, sum(u.prize)::bigint, array_agg(u.line::integer order by u.line)
        from unnest(p_price_ids, p_prizes) with ordinality as u (price_id, prize, line)
        join hippo.price p on p.price_id = u.price_id
        join hippo.round_terms m on m.round_id = p_round_id,
        lateral hippo.cell_block(m.runners, p.depth, m.depth) k (block),
        unnest(p.cells) as c (first),
        generate_series(0, k.block - 1) as n
        group by 1;
end
$$;
