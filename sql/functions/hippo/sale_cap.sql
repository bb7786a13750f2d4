-- SPDX-License-Identifier: MIT
-- Purpose: a ticket that may be over a limit, looked at exactly: number of lines, stake of each selection, total stake, the
--          day's turnover, the till's credit, the most it can win, what its till and the round then expose. A till whose slice
--          is used up borrows more of the round's cap. A till whose shop does not sell comes here, too: it may sell no line.
-- Parameters: p_till; p_price_ids, p_stakes, p_prizes of the lines
-- Returns: bigint, the most that the till's tickets on this round win in one order, with this ticket
-- Errors: HP400 lines, stake_max; HP409 shop_paused, shop_closed, limit_turnover, limit_credit; cap_ticket_stake,
--          cap_ticket_prize, cap_till, cap_round, with line and largest stake
create or replace function hippo.sale_cap(
    p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_stake bigint := (select sum(s) from unnest(p_stakes) s);
    v_terms hippo.round_terms := (select m from hippo.round_terms m where round_id = p_till.round_id);
    v_own bigint;
    v_peak bigint;
    v_exposure bigint;
    v_limit bigint;
begin
    perform from hippo.till_book
    where till_id = p_till.till_id and seq = p_till.seq and stakes = p_till.stakes and slice >= p_till.slice for no key update;
    if not found then
        return p_till.bound; -- somebody used the till meanwhile: the sale sees that and starts again
    end if;
    if p_till.lines_max = 0 then
        perform hippo.shop_sells_require(p_till.till_id);
    end if;
    if coalesce(cardinality(p_stakes), 0) not between 1 and v_terms.lines_max
        or cardinality(p_prizes) is distinct from cardinality(p_stakes) then
        perform hippo.refuse(400, 'lines', format('a ticket has 1 to %s lines', v_terms.lines_max),
                             jsonb_build_object('max', v_terms.lines_max));
    end if;
    if v_stake > p_till.stake_max then
        perform hippo.sale_cap_same(p_till, p_price_ids, p_stakes);
    end if;
    if v_stake > p_till.ticket_stake_max then
        perform hippo.sale_cap_stake(p_till, p_stakes);
    end if;
    if p_till.stakes + v_stake > p_till.stakes_max then
        perform hippo.sale_cap_turnover(p_till, v_stake);
    end if;
    select max(own), max(base + own) into v_own, v_peak
    from hippo.sale_cells(p_till.round_id, p_till.till_id, p_price_ids, p_prizes);
    if v_own > v_terms.ticket_prize_max then
        perform hippo.sale_cap_refuse('cap_ticket_prize', p_till, v_terms.ticket_prize_max, p_price_ids, p_stakes, p_prizes);
    end if;
    v_exposure := v_peak - p_till.stakes - v_stake;
    if v_exposure > v_terms.till_exposure_max then
        perform hippo.sale_cap_refuse('cap_till', p_till, v_terms.till_exposure_max, p_price_ids, p_stakes, p_prizes);
    end if;
    v_limit := hippo.exposure_lend(v_terms, p_till, v_exposure);
    if v_exposure > v_limit then
        perform hippo.sale_cap_refuse('cap_round', p_till, v_limit, p_price_ids, p_stakes, p_prizes);
    end if;
    return v_peak;
end
$$;
