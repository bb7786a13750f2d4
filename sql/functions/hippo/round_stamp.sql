-- SPDX-License-Identifier: MIT
-- Purpose: writes with a new round which business day it is of: that of its opening; but never a day before the round before
--          it, nor one that is sealed, whatever the clock says.
create or replace function hippo.round_stamp() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    insert into hippo.round_day (round_id, day)
    select new.round_id, greatest(
        hippo.house_day(new.opened_at), (select max(day) + 1 from hippo.seal),
        (select d.day from hippo.round_day d where d.round_id < new.round_id order by d.round_id desc limit 1));
    return null;
end
$$;

create or replace trigger round_stamp after insert on hippo.round
    for each row execute function hippo.round_stamp();
-- A round that an older release opened after the migration that made the table, and before this.
insert into hippo.round_day (round_id, day)
select r.round_id, hippo.house_day(r.opened_at) from hippo.round r
where r.round_id > (select coalesce(max(round_id), 0) from hippo.round_day);
