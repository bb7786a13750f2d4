-- SPDX-License-Identifier: MIT
-- Purpose: how much of a round's exposure cap a till holds and does not use: of its slice, or of the share that waits for it.
-- Parameters: p_terms of the round; p_till
-- Returns: bigint, 0 or more
create or replace function hippo.exposure_unused(p_terms hippo.round_terms, p_till hippo.till_book) returns bigint
language sql immutable
as $$
    select case when p_till.round_id is distinct from p_terms.round_id then hippo.exposure_share(p_terms, p_till)
                else greatest(p_till.slice - greatest(p_till.bound - p_till.stakes, 0), 0) end
$$;
