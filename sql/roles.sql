-- SPDX-License-Identifier: MIT
-- The house's roles: one owner that nobody logs in as, one login for each daemon, one for reports. Safe to run again.
-- Passwords are the operator's business (ALTER ROLE … PASSWORD, or peer authentication); none is set here.
-- No superuser is needed: a login with CREATEROLE that owns the database will do, as managed PostgreSQL gives it.
do $$
declare
    v_role text;
begin
    foreach v_role in array array['hippo_owner', 'hippo_scheduler', 'hippo_gateway', 'hippo_api', 'hippo_report'] loop
        if not exists (select from pg_roles where rolname = v_role) then
            begin
                execute format('create role %I %s', v_role, case v_role when 'hippo_owner' then 'nologin' else 'login' end);
            exception when duplicate_object or unique_violation then
                null; -- roles belong to the cluster: another database of it was migrated at the same moment
            end;
        end if;
    end loop;
    -- Not 'member': since PostgreSQL 16 the maker of a role is a member of it that may neither SET nor inherit it.
    if not pg_has_role(current_user, 'hippo_owner', 'usage') then
        execute format('grant hippo_owner to %I', current_user);
    end if;
    execute format('grant connect, create on database %I to hippo_owner', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to hippo_scheduler, hippo_gateway, hippo_api, hippo_report',
                   current_database());
    -- A sale holds its till's row, and a round is not locked before it lets go: a client that dies half-way must not hold
    -- up the house. Compiling queries would take longer than running them: the daemons' are short, and what the reports' views read
    -- is guessed to be far more than it is.
    execute format('alter role hippo_api in database %I set idle_in_transaction_session_timeout = %L', current_database(), '5s');
    -- Each daemon gives up sooner than this; what nobody waits for any more must not go on for ever. The scheduler sets a limit
    -- of its own on each connection.
    execute format('alter role hippo_api in database %I set statement_timeout = %L', current_database(), '15s');
    execute format('alter role hippo_gateway in database %I set statement_timeout = %L', current_database(), '4500ms');
    foreach v_role in array array['hippo_scheduler', 'hippo_gateway', 'hippo_api'] loop
        execute format('alter role %I in database %I set client_connection_check_interval = %L', v_role, current_database(), '1s');
    end loop;
    execute format('alter role hippo_api in database %I set jit = off', current_database());
    execute format('alter role hippo_scheduler in database %I set jit = off', current_database());
    execute format('alter role hippo_report in database %I set jit = off', current_database());
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
