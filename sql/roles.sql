-- SPDX-License-Identifier: MIT
-- The house's roles: one owner that nobody logs in as, one login for each daemon, one for reports. Safe to run again.
-- Passwords are the operator's business (ALTER ROLE … PASSWORD, or peer authentication); none is set here.
do $$
declare
    v_role text;
begin
    if not exists (select from pg_roles where rolname = 'hippo_owner') then
        create role hippo_owner nologin;
    end if;
    foreach v_role in array array['hippo_scheduler', 'hippo_gateway', 'hippo_api', 'hippo_report'] loop
        if not exists (select from pg_roles where rolname = v_role) then
            execute format('create role %I login', v_role);
        end if;
    end loop;
    if not pg_has_role(current_user, 'hippo_owner', 'member') then
        execute format('grant hippo_owner to %I', current_user);
    end if;
    execute format('grant connect, create on database %I to hippo_owner', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to hippo_scheduler, hippo_gateway, hippo_api, hippo_report',
                   current_database());
end
$$;

-- Nobody makes tables where every search_path looks (the default since PostgreSQL 15, kept also on restored clusters).
do $$
begin
    revoke create on schema public from public;
exception when insufficient_privilege then
    null;
end
$$;
