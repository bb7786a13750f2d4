-- SPDX-License-Identifier: MIT
-- Purpose: may a counted till session close without another person? The variance is within the tolerance, and what its
--          cashier has been short of today in the sessions that it closed alone, this one included, is too: closing and
--          opening again gives no new allowance, and what was over in one session makes up for nothing in another. Where a
--          supervisor counted, another person has seen it.
-- Parameters: p_session counted, its till's row held
-- Returns: boolean
create or replace function hippo.variance_is_small(p_session hippo.till_session) returns boolean
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_tolerance bigint := hippo.setting_integer('till_tolerance');
    v_variance bigint := p_session.counted_minor - p_session.expected_minor;
    v_short bigint;
begin
    if v_variance >= 0 or p_session.counted_by <> p_session.user_id then
        return abs(v_variance) <= v_tolerance;
    end if;
    select coalesce(sum(expected_minor - counted_minor), 0) into v_short
    from hippo.till_session
    where user_id = p_session.user_id and closed_by = user_id and closed_at >= hippo.day_start()
        and counted_minor < expected_minor;
    return v_short - v_variance <= v_tolerance;
end
$$;
