-- SPDX-License-Identifier: MIT
-- Least rights, as one list. Each daemon may run the functions of its own door and nothing else; reports may read
-- the report schema and nothing else; nobody but the owner can touch the private schema `hippo`.

-- What a later migration makes belongs to nobody either, until it stands in this list.
alter default privileges revoke execute on functions from public;
revoke all on schema hippo, scheduler, gateway, api, report
    from public, hippo_scheduler, hippo_gateway, hippo_api, hippo_report;
revoke all on all tables in schema hippo, report from public, hippo_scheduler, hippo_gateway, hippo_api, hippo_report;
-- One by one: pgcrypto's functions, which belong to the cluster's owner, are out of reach with their schema anyway, and
-- each would leave a warning in the server's log.
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('hippo', 'scheduler', 'gateway', 'api', 'report') and p.proowner = 'hippo_owner'::regrole
    loop
        execute format('revoke all on routine %s from public, hippo_scheduler, hippo_gateway, hippo_api, hippo_report', v_function);
    end loop;
end
$$;

grant usage on schema scheduler to hippo_scheduler;
grant execute on all functions in schema scheduler to hippo_scheduler;

grant usage on schema gateway to hippo_gateway;
grant execute on all functions in schema gateway to hippo_gateway;

grant usage on schema api to hippo_api;
grant execute on all functions in schema api to hippo_api;

grant usage on schema report to hippo_report;
grant select on all tables in schema report to hippo_report;
grant execute on all functions in schema report to hippo_report;
-- A view reads its tables with its owner's rights, but calls its functions with the reader's.
grant execute on function hippo.places(bigint) to hippo_report;
grant execute on function hippo.ticket_number(bigint) to hippo_report;
grant execute on function hippo.units(numeric, integer) to hippo_report;
