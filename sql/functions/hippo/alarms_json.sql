-- SPDX-License-Identifier: MIT
-- Purpose: what of the house somebody has to see to now.
-- Returns: json, a list of {kind, …}: scheduler, nobody leads the rounds; stuck {roundId, phase}, somebody does and a round goes
--          on for no time, as when the two draws disagree; clock {state, skewMs}; proof {day, violations, first}; unproven {day},
--          the last day that was proven, null for none; archive {at}, the database's log is not being kept, at when it last was;
--          till_numbers {tillId}
create or replace function hippo.alarms_json() returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_health json := api.health(null);
    v_leads boolean := (select seen_at > hippo.clock() - interval '25 s' from hippo.house_clock);
    v_proof hippo.proof_run;
    v_archive record;
    v_alarms jsonb := '[]';
begin
    if v_health ->> 'status' = 'late' then
        v_alarms := v_alarms || case when v_leads then jsonb_build_object(
            'kind', 'stuck', 'roundId', v_health #> '{round,roundId}', 'phase', v_health #> '{round,phase}')
            else '{"kind": "scheduler"}' end;
    end if;
    if v_health #>> '{clock,state}' <> 'right' then
        v_alarms := v_alarms || jsonb_build_object('kind', 'clock', 'state', v_health #> '{clock,state}',
                                                   'skewMs', v_health #> '{clock,skewMs}');
    end if;
    select * into v_proof from hippo.proof_run where finished_at is not null order by day desc limit 1;
    if v_proof.violations > 0 then
        v_alarms := v_alarms || jsonb_build_object('kind', 'proof', 'day', v_proof.day, 'violations', v_proof.violations,
                                                   'first', v_proof.first_violation);
    elsif coalesce(v_proof.finished_at, (select initialised_at from hippo.house)) < hippo.clock() - interval '2 days' then
        v_alarms := v_alarms || jsonb_build_object('kind', 'unproven', 'day', v_proof.day);
    end if;
    select last_archived_time as at, last_failed_time as failed_at into v_archive from pg_stat_archiver;
    if current_setting('archive_mode') <> 'off' and (v_archive.failed_at > coalesce(v_archive.at, '-infinity')
                                                     or v_archive.at < clock_timestamp() - interval '1 hour') then
        v_alarms := v_alarms || jsonb_build_object('kind', 'archive', 'at', hippo.rfc3339(v_archive.at));
    end if;
    return v_alarms || coalesce((select jsonb_agg(jsonb_build_object('kind', 'till_numbers', 'tillId', till_id) order by till_id)
                                 from hippo.till_book where seq >= hippo.till_seq_warn()), '[]');
end
$$;
