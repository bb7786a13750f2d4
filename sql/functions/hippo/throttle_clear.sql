-- SPDX-License-Identifier: MIT
-- Purpose: takes one failure back: the attempt that was counted before it was checked turned out well.
-- Parameters: p_subject; p_is_all also the failures before it
create or replace function hippo.throttle_clear(p_subject text, p_is_all boolean) returns void
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    update hippo.throttle
    set failures = case when p_is_all then 0 else greatest(failures - 1, 0) end, retry_at = least(retry_at, hippo.clock())
    where subject = p_subject
$$;
