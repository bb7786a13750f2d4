-- SPDX-License-Identifier: MIT
-- Purpose: counts a failure. After p_free of them the wait doubles with each, from one second up to p_longest; each
--          p_longest that passes between two of them forgives one. So a slip a day never adds up to a wait, and nobody is
--          locked out for ever, whoever else tries.
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
        set failures = greatest(t.failures - greatest(least(div(extract(epoch from v_now - t.failed_at),
                                                                extract(epoch from p_longest)), t.failures), 0), 0) + 1,
            failed_at = v_now
    returning failures into v_failures;
    if v_failures > p_free then
        v_wait := least(interval '1 second' * 2 ^ least(v_failures - p_free - 1, 20), p_longest);
    end if;
    update hippo.throttle set retry_at = v_now + v_wait where subject = p_subject;
    return extract(epoch from v_wait) * 1000;
end
$$;
