-- SPDX-License-Identifier: MIT
-- Purpose: refuses a ticket that could win, or make its till expose, too much; names the line that weighs most where it is
--          worst, and the largest stake that this line could have beside the others.
-- Parameters: p_code cap_ticket_prize, cap_till or cap_round; p_till; p_limit; p_price_ids, p_stakes, p_prizes of the lines
-- Errors: HP409 with the code, always, with line, max and limit
create or replace function hippo.sale_cap_refuse(
    p_code text, p_till hippo.till_book, p_limit bigint, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[])
returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_is_net boolean := p_code <> 'cap_ticket_prize'; -- exposure: stakes count against prizes, and the till's tickets too
    v_line integer;
    v_odds bigint := 0;
    v_room bigint;
    v_max bigint := 0;
    v_stake bigint; -- of the other lines
begin
    -- Of the lines that win on the worst of the openings, the one with the largest prize.
    select l into v_line
    from (select lines from hippo.sale_cells(p_till.round_id, p_till.till_id, p_price_ids, p_prizes)
          where lines is not null
          order by own + case when v_is_net then base else 0 end desc, cell limit 1) worst, unnest(worst.lines) l
    order by p_prizes[l] desc, l limit 1;
    select odds into v_odds from hippo.price where price_id = p_price_ids[v_line];
    v_stake := (select sum(s) from unnest(p_stakes) s) - p_stakes[v_line];
    -- What is left for it where it is worst, beside everything else.
    select p_limit - max(own + case when v_is_net then base else 0 end) + p_prizes[v_line] into v_room
    from hippo.sale_cells(p_till.round_id, p_till.till_id, p_price_ids, p_prizes)
    where lines @> array[v_line];
    if v_is_net then
        v_room := v_room + p_till.stakes + v_stake;
        v_odds := v_odds - 100; -- floor(stake * odds / 100) - stake is floor(stake * (odds - 100) / 100)
    end if;
    if v_room >= 0 then
        v_max := least((100 * (v_room + 1) - 1) / v_odds, p_till.stake_max) / p_till.stake_step * p_till.stake_step;
    end if;
    -- Where this line does not win, the others may be too much by themselves, all the more when its stake is smaller.
    if exists (select from hippo.sale_cells(p_till.round_id, p_till.till_id, p_price_ids, p_prizes)
               where (lines @> array[v_line]) is not true
                   and own + case when v_is_net then base - p_till.stakes - v_stake - v_max else 0 end > p_limit) then
        v_max := 0;
    end if;
    perform hippo.refuse(409, p_code, format('line %s: over the limit of %s', v_line, p_limit), jsonb_build_object(
        'line', v_line, 'max', case when v_max >= p_till.stake_min then v_max else 0 end, 'limit', p_limit));
end
$$;
