-- SPDX-License-Identifier: MIT
-- Purpose: the nightly proof, a part at a time: once a day of the house, from the hour of the setting proof_hour on, what is not
--          sealed yet; and after that, at each further call within ten minutes, one sealed day, where the night before ended, at
--          most each of them once. Each part is a transaction of its own: however long the history is, none holds back what
--          vacuum may clean. The scheduler calls it on a connection of its own, when scheduler.pulse says that it is due, until
--          it ran no more; any scheduler may, and only one does.
-- Returns: json {ran, violations, first} of this part; ran is false when nothing was due or another one runs it
create or replace function scheduler.proof_run() returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_run hippo.proof_run;
    v_day date;
    v_violations integer;
    v_first text;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('nightly proof', 0)) then
        return json_build_object('ran', false);
    end if;
    if hippo.proof_is_due() then
        insert into hippo.proof_run (day, started_at) values (hippo.house_day(hippo.lived()), hippo.clock()) returning * into v_run;
        select count(*), (array_agg(format('%s: %s (%s)', invariant, subject, detail)))[1]
        into v_violations, v_first from report.proof();
    else
        select * into v_run from hippo.proof_run where day = hippo.house_day(hippo.lived());
        if v_run.started_at < hippo.clock() - interval '10 minutes' or v_run.started_at is null
            or v_run.proven_days >= (select count(*) from hippo.seal) then
            return json_build_object('ran', false);
        end if;
        select coalesce(min(day) filter (where day > p.proven_day), min(day)) into v_day
        from hippo.seal, (select max(proven_day) as proven_day from (
            select proven_day from hippo.proof_run where proven_day is not null order by day desc limit 1) last) p;
        select count(*), (array_agg(format('%s: %s (%s)', invariant, subject, detail)))[1]
        into v_violations, v_first from hippo.proof_day(v_day);
    end if;
    update hippo.proof_run
    set finished_at = hippo.clock(), violations = coalesce(violations, 0) + v_violations,
        first_violation = coalesce(first_violation, v_first), proven_day = v_day,
        proven_days = proven_days + case when v_day is null then 0 else 1 end
    where proof_run_id = v_run.proof_run_id;
    if v_violations > 0 then
        perform hippo.stream_append('admin', 'alarm', null, json_build_object(
            'kind', 'proof', 'violations', v_violations, 'first', v_first));
    end if;
    return json_build_object('ran', true, 'violations', v_violations, 'first', v_first);
end
$$;
