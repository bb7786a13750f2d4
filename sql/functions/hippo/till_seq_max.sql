-- SPDX-License-Identifier: MIT
-- Purpose: the last number of a till's journal: a ticket's number is its till's base and the number of its entry, and one
--          more would be the next till's.
-- Returns: bigint
create or replace function hippo.till_seq_max() returns bigint
language sql immutable parallel safe
as $$
    select 999999999::bigint
$$;
