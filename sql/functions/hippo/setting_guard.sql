-- SPDX-License-Identifier: MIT
-- Purpose: what a setting can never do, whoever tries: go away, get another name, or say that amounts and days in the books
--          mean something else.
-- Errors: HP409 setting_fixed: currency, digits and time zone stay as they are once money has moved
create or replace function hippo.setting_guard() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') or (new.name, new.kind) is distinct from (old.name, old.kind) then
        raise exception 'settings are neither removed nor renamed' using errcode = 'HP409';
    end if;
    if new.value <> old.value and hippo.setting_is_fixed(new.name) then
        perform hippo.refuse(409, 'setting_fixed',
            format('%s stays %s: money has moved, and the books count with it', new.name, old.value),
            jsonb_build_object('settings', array[new.name]));
    end if;
    return new;
end
$$;

create or replace trigger setting_guard before update or delete on hippo.setting
    for each row execute function hippo.setting_guard();
create or replace trigger setting_guard_truncate before truncate on hippo.setting
    for each statement execute function hippo.setting_guard();
