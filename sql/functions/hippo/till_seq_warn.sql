-- SPDX-License-Identifier: MIT
-- Purpose: the number of a till's journal from which on the admins are told that it comes to its end.
-- Returns: bigint, nine tenths of till_seq_max
create or replace function hippo.till_seq_warn() returns bigint
language sql immutable parallel safe
as $$
    select hippo.till_seq_max() / 10 * 9
$$;
