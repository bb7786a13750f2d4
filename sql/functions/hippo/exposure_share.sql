-- SPDX-License-Identifier: MIT
-- Purpose: the slice of a round's exposure cap that a till starts with: a share waits for one that was open when the round
--          opened; another one borrows from its first sale on.
-- Parameters: p_terms of the round; p_till that has not sold in it
-- Returns: bigint, 0 without a share
create or replace function hippo.exposure_share(p_terms hippo.round_terms, p_till hippo.till_book) returns bigint
language sql immutable
as $$
    select case when p_till.till_id = any (p_terms.tills) or p_till.till_id <= p_terms.till_top
                then least(p_terms.slice, p_terms.till_exposure_max) else 0 end
$$;
