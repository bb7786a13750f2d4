-- SPDX-License-Identifier: MIT
-- Purpose: counts a failure. After p_free of them the wait doubles with each, from one second up to p_longest; a day
--          without a failure clears the count. So nobody is locked out for ever, whoever else tries.
-- Parameters: p_subject; p_free failures without a wait; p_longest wait
-- Returns: bigint, milliseconds to wait before the next attempt
create or replace function hippo.throttle_fail(p_subject text, p_free integer, p_longest interval) returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
    v_failures integer;
    v_wait interval := interval '0';
begin
    insert into hippo.throttle as t (subject, failures, failed_at, retry_at) values (p_subject, 1, v_now, v_now)
    on conflict (subject) do update
        set failures = case when t.failed_at < v_now - interval '1 day' then 1 else t.failures + 1 end, failed_at = v_now
    returning failures into v_failures;
    if v_failures > p_free then
        v_wait := least(interval '1 second' * 2 ^ least(v_failures - p_free - 1, 20), p_longest);
    end if;
    update hippo.throttle set retry_at = v_now + v_wait where subject = p_subject;
    return extract(epoch from v_wait) * 1000;
end
$$;
