-- SPDX-License-Identifier: MIT
-- Purpose: refuses a move before its time, by the database's clock.
-- Parameters: p_due_at
-- Returns: timestamptz, the clock now, at or after p_due_at
-- Errors: HP425 too early; the detail is the number of milliseconds to wait
create or replace function hippo.due_require(p_due_at timestamptz) returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
begin
    if v_now < p_due_at then
        raise exception 'too early' using errcode = 'HP425', detail = hippo.ms(p_due_at) - hippo.ms(v_now);
    end if;
    return v_now;
end
$$;
