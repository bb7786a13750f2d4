-- SPDX-License-Identifier: MIT
-- Purpose: the nightly proof: once a day of the house, from the hour of the setting proof_hour on. It may take a minute, so
--          the scheduler calls it on a connection of its own, when scheduler.pulse says that it is due; any scheduler may,
--          and only one does.
-- Returns: json {ran, violations, first}; ran is false when it was not due or another one runs it
create or replace function scheduler.proof_run() returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_run hippo.proof_run;
begin
    if not hippo.proof_is_due() or not pg_try_advisory_xact_lock(hashtextextended('nightly proof', 0)) then
        return json_build_object('ran', false);
    end if;
    insert into hippo.proof_run (day, started_at) values (hippo.house_day(hippo.lived()), hippo.clock())
    on conflict (day) do nothing returning * into v_run;
    if not found then
        return json_build_object('ran', false);
    end if;
    select count(*), (array_agg(format('%s: %s (%s)', invariant, subject, detail)))[1]
    into v_run.violations, v_run.first_violation from report.proof();
    update hippo.proof_run set finished_at = hippo.clock(), violations = v_run.violations, first_violation = v_run.first_violation
    where proof_run_id = v_run.proof_run_id;
    if v_run.violations > 0 then
        perform hippo.stream_append('admin', 'alarm', null, json_build_object(
            'kind', 'proof', 'violations', v_run.violations, 'first', v_run.first_violation));
    end if;
    return json_build_object('ran', true, 'violations', v_run.violations, 'first', v_run.first_violation);
end
$$;
