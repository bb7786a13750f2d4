-- SPDX-License-Identifier: MIT
-- Purpose: what the clock means for a round that has just opened: a jump is over, for all its times are of the clock as it
--          is now; while clocks are apart it shows races and sells nothing.
create or replace function hippo.clock_round() returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    update hippo.house_clock set state = 'right', skew_ms = 0, changed_at = hippo.clock() where state = 'jumped';
    update hippo.round set sales_stopped_at = opened_at
    where phase = 'betting' and (select state from hippo.house_clock) = 'apart';
end
$$;
