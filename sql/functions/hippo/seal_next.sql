-- SPDX-License-Identifier: MIT
-- Purpose: the day that is to be sealed next, once it is over: the house has lived a minute longer, and all of its rounds have
--          their results. What comes later than that is of a later day.
-- Returns: a row of hippo.seal with day, starts_at, ends_at; all null when none is due
create or replace function hippo.seal_next() returns hippo.seal
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_last hippo.seal := (select s from hippo.seal s order by day desc limit 1);
    v_next hippo.seal;
begin
    v_next.day := coalesce(v_last.day + 1, least(
        (select day from hippo.round_day order by round_id limit 1),
        (select hippo.house_day(at) from hippo.journal where scope = 0 order by seq limit 1)));
    v_next.starts_at := coalesce(v_last.ends_at, '-infinity');
    v_next.ends_at := greatest(hippo.day_begins(v_next.day + 1), v_next.starts_at);
    if v_next.day is null or hippo.lived() < v_next.ends_at + interval '1 minute'
        or exists (select from hippo.round r join hippo.round_day d on d.round_id = r.round_id
                   where r.phase not in ('settled', 'void') and d.day <= v_next.day) then
        return null;
    end if;
    return v_next;
end
$$;
