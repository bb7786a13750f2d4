-- SPDX-License-Identifier: MIT
-- Purpose: lends a till more of a round's exposure cap when its slice is not enough: what is free, and if that is too
--          little, what other tills hold and do not use. Only here do sales of different tills meet on a row; beyond its need
--          a till gets as much again as it uses, so that it need not come back at once, but no more than its part of the rest.
--          The order of locks: the own till's row, the round's loans, then rows of other tills that nobody else holds.
-- Parameters: p_terms of the round; p_till, its row held; p_exposure that it needs
-- Returns: bigint, its slice then; less than p_exposure when the round has no more to lend
create or replace function hippo.exposure_lend(p_terms hippo.round_terms, p_till hippo.till_book, p_exposure bigint)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_need bigint := p_exposure - p_till.slice;
    v_lent bigint;
    v_free bigint;
    v_tills integer;
    v_loan bigint;
begin
    if v_need <= 0 then
        return p_till.slice;
    end if;
    select lent into v_lent from hippo.round_lent where round_id = p_terms.round_id for no key update;
    -- In a round of an older release, half of the cap is in shares that are not among the loans.
    v_free := p_terms.round_exposure_max - coalesce(p_terms.slice * p_terms.till_top, 0) - v_lent;
    if v_free < v_need then
        v_loan := hippo.exposure_reclaim(p_terms, p_till.till_id, v_need - v_free);
        v_lent := v_lent - v_loan;
        v_free := v_free + v_loan;
    end if;
    if v_free < v_need then
        return p_till.slice + v_free;
    end if;
    select count(*) into v_tills from hippo.till_book where till_session_id is not null;
    v_loan := v_need + least(p_exposure, p_terms.exposure_step, p_terms.till_exposure_max - p_exposure,
                             (v_free - v_need) / v_tills);
    update hippo.round_lent set lent = v_lent + v_loan where round_id = p_terms.round_id;
    update hippo.till_book set slice = slice + v_loan where till_id = p_till.till_id;
    return p_till.slice + v_loan;
end
$$;
