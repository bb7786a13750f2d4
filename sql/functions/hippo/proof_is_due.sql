-- SPDX-License-Identifier: MIT
-- Purpose: is the proof of this day still to be made? A day counts once the house has lived to see it.
-- Returns: boolean
create or replace function hippo.proof_is_due() returns boolean
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_local timestamp := hippo.lived() at time zone hippo.setting_text('time_zone');
begin
    return extract(hour from v_local) >= hippo.setting_integer('proof_hour')
        and not exists (select from hippo.proof_run where day = hippo.house_day(hippo.lived()));
end
$$;
