-- SPDX-License-Identifier: MIT
-- Purpose: the most that a ticket can win: its largest total over all finish orders. (It never wins more; if two of its
--          duels contradict each other, no order may reach this.)
--          Not every opening of the order is looked at, of which 24 runners have 12 144, but only the beginnings on which a
--          line wins: each with what its own beginnings win, and, on the places that it leaves free, with the runners that
--          win most for being among the first three. The best order begins with one of them, or wins by such places alone.
-- Parameters: p_round_id; p_price_ids, p_prizes of its lines
-- Returns: bigint
create or replace function hippo.ticket_max_prize(p_round_id bigint, p_price_ids integer[], p_prizes bigint[])
returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    n integer; -- of runners; below, a, b and c are the ranks by number of the first, second and third of them, from 1
    v_place bigint[]; -- by rank: what the runner wins for being among the first three, whatever else
    v_top integer[]; -- the three ranks that win most so, and what they win
    v_most bigint[] := '{0,0,0}';
    v_one bigint[]; -- by opening of one runner, and of two: what lines win there that look at no more
    v_two bigint[];
    v_line record;
    v_best bigint;
begin
    if cardinality(p_price_ids) = 1 then
        return p_prizes[1];
    end if;
    select runners into n from hippo.round_terms where round_id = p_round_id;
    v_one := array_fill(0::bigint, array[n]);
    v_two := array_fill(0::bigint, array[n * (n - 1)]);
    v_place := v_one;
    for v_line in
        select r.rank, sum(u.prize)::bigint as prize
        from unnest(p_price_ids, p_prizes) as u (price_id, prize)
        join hippo.price p on p.price_id = u.price_id and hippo.is_place_of_three(p.market, n)
        join (select number::text as number, row_number() over (order by number)::integer as rank
              from hippo.round_runner where round_id = p_round_id) r on r.number = p.selection
        group by r.rank order by 2 desc
    loop
        v_place[v_line.rank] := v_line.prize;
        if coalesce(cardinality(v_top), 0) < 3 then
            v_top := v_top || v_line.rank;
            v_most[cardinality(v_top)] := v_line.prize;
        end if;
    end loop;
    for v_line in
        select p.depth, c.cell + 1 as place, sum(u.prize)::bigint as prize
        from unnest(p_price_ids, p_prizes) as u (price_id, prize)
        join hippo.price p on p.price_id = u.price_id and p.depth < 3 and not hippo.is_place_of_three(p.market, n),
        unnest(p.cells) as c (cell)
        group by 1, 2
    loop
        if v_line.depth = 1 then
            v_one[v_line.place] := v_line.prize;
        else
            v_two[v_line.place] := v_line.prize;
        end if;
    end loop;
    -- On the places that are left free: the best of the others.
    select max(v_one[a] + v_place[a] + case a when v_top[1] then v_most[2] + v_most[3]
        when v_top[2] then v_most[1] + v_most[3] else v_most[1] + v_most[2] end) into v_best
    from generate_series(1, n) a;
    select greatest(v_best, max(v_two[cell + 1] + v_one[a] + v_place[a] + v_place[b] + case
        when v_top[1] in (a, b) is not true then v_most[1] when v_top[2] in (a, b) is not true then v_most[2]
        else v_most[3] end)) into v_best
    from (select cell, cell / (n - 1) + 1 as a, cell % (n - 1) + 1 + (cell % (n - 1) >= cell / (n - 1))::integer as b
          from generate_series(0, n * (n - 1) - 1) cell offset 0) two
    where v_two[cell + 1] > 0;
    select greatest(v_best, max(prize + v_two[two + 1] + v_one[a] + v_place[a] + v_place[b] + v_place[c])) into v_best
    from (
        select prize, two, a, b, k + (k >= least(a, b))::integer + (k + (k >= least(a, b))::integer >= greatest(a, b))::integer as c
        from (
            select sum(u.prize) as prize, cell / (n - 2) as two, cell % (n - 2) + 1 as k, cell / ((n - 1) * (n - 2)) + 1 as a,
                   cell / (n - 2) % (n - 1) + 1 + (cell / (n - 2) % (n - 1) >= cell / ((n - 1) * (n - 2)))::integer as b
            from unnest(p_price_ids, p_prizes) as u (price_id, prize)
            join hippo.price p on p.price_id = u.price_id and p.depth = 3 and not hippo.is_place_of_three(p.market, n),
            unnest(p.cells) as cell
            group by cell
        ) three
    ) lines;
    return v_best;
end
$$;
