-- SPDX-License-Identifier: MIT
-- Purpose: settings that were changed by hand have to agree, too: looked at when the transaction commits, so that several
--          can be changed together. A door has looked already; at the commit only its caller's rights are left, which are not
--          enough to look again.
-- Errors: those of hippo.settings_require
create or replace function hippo.setting_agreement() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if pg_has_role(current_user, 'hippo_owner', 'member') then
        perform hippo.settings_require(new.name);
    end if;
    return null;
end
$$;

-- A constraint trigger cannot be replaced.
do $$
begin
    if not exists (select from pg_trigger where tgrelid = 'hippo.setting'::regclass and tgname = 'setting_agreement') then
        create constraint trigger setting_agreement after update of value on hippo.setting
            deferrable initially deferred for each row execute function hippo.setting_agreement();
    end if;
end
$$;
