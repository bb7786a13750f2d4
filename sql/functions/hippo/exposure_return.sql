-- SPDX-License-Identifier: MIT
-- Purpose: a till that closes gives back what it holds of the round's exposure cap and does not use. Its tickets stay bets of
--          the house, so it keeps what they expose. A share that still waits for it is there for whoever needs it.
-- Parameters: p_till, its row held
create or replace function hippo.exposure_return(p_till hippo.till_book) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_terms hippo.round_terms := (select m from hippo.round_terms m where round_id = p_till.round_id);
    v_unused bigint := hippo.exposure_unused(v_terms, p_till);
begin
    if v_terms.tills is null or v_unused = 0 then
        return; -- it has not sold yet, or in a round of an older release
    end if;
    update hippo.round_lent set lent = lent - v_unused where round_id = p_till.round_id;
    update hippo.till_book set slice = slice - v_unused where till_id = p_till.till_id;
end
$$;
