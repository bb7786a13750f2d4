-- SPDX-License-Identifier: MIT
-- Purpose: lends a till more of a round's exposure cap when its slice is not enough. Only here do sales of different tills
--          meet on a row, once for each exposure_step.
-- Parameters: p_terms of the round; p_till; p_exposure that it needs
-- Returns: bigint, its slice then; less than p_exposure when the round has no more to lend
create or replace function hippo.exposure_lend(p_terms hippo.round_terms, p_till hippo.till_book, p_exposure bigint)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_pool bigint := p_terms.round_exposure_max - p_terms.slice * p_terms.till_top;
    v_lent bigint;
    v_need bigint := p_exposure - p_till.slice;
    v_loan bigint;
begin
    if v_need <= 0 then
        return p_till.slice;
    end if;
    select lent into v_lent from hippo.round_lent where round_id = p_terms.round_id for no key update;
    -- A whole step, so that the till does not come back at once; less when there is less.
    v_loan := least(greatest(v_need, p_terms.exposure_step), p_terms.till_exposure_max - p_till.slice, v_pool - v_lent);
    if v_loan < v_need then
        return p_till.slice + v_pool - v_lent;
    end if;
    update hippo.round_lent set lent = lent + v_loan where round_id = p_terms.round_id;
    update hippo.till_book set slice = slice + v_loan where till_id = p_till.till_id and seq = p_till.seq;
    return p_till.slice + v_loan;
end
$$;
