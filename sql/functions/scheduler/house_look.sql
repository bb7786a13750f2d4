-- SPDX-License-Identifier: MIT
-- Purpose: any scheduler, leading or not, compares its record with the database, about once a second, and learns what to
--          keep. When its record knows more than the database, the house is confirmed no more: nothing is sold until the
--          leader has seen to it (scheduler.house_confirm).
-- Parameters: p_record as it was given; null: none is kept yet
-- Returns: json {doubt, record}: why the house must have been set back, null when nothing speaks for it; the record to
--          keep from now on, null: keep what there is
-- Errors: HP400 no such record
create or replace function scheduler.house_look(p_record json) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_doubt text := hippo.house_doubt(p_record);
begin
    if v_doubt is null then
        return json_build_object('doubt', null, 'record', hippo.house_record());
    end if;
    update hippo.confirmation set doubt = json_build_object('reason', v_doubt, 'record', p_record), confirmed_for = null
    where doubt is null;
    if found then
        update hippo.round set confirmed_for = null where phase not in ('settled', 'void');
    end if;
    return json_build_object('doubt', v_doubt, 'record', null);
end
$$;
