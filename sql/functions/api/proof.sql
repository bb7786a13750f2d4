-- SPDX-License-Identifier: MIT
-- Purpose: checks every invariant now, for an auditor, on what is not sealed yet and on the seals (report.proof); and tells how
--          the nightly proofs went, which look at sealed days, too.
-- Parameters: p_token_hash
-- Returns: json {holds, sealedTo the last sealed day, invariants [{invariant, checkedOn, checked, violations}, all of them], violations [{invariant, subject,
--          detail}, 20 at most of each], checkedAt, nightly, the last 31}
-- Errors: HP401; HP403
create or replace function api.proof(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_invariants json;
    v_violations json;
begin
    perform hippo.caller(p_token_hash, 'auditor', 'admin');
    with violation as materialized (
        select *, row_number() over (partition by invariant) as nth from report.proof()
    ), figure (checked_on, checked) as (
        select checked_on, checked
        from (select max(day) as day from hippo.seal) s
        cross join lateral hippo.window_rounds(s.day, null) w
        cross join lateral (values
            ('house', 1), ('rounds', (select count(*) from hippo.round where round_id > w.after_round)),
            ('events', (select count(*) from hippo.stream_event)),
            ('tickets', (select count(*) from hippo.ticket where round_id > w.after_round)),
            ('entries', (select count(*) from hippo.window_entries(s.day, null))),
            ('till_sessions', (select count(*) from hippo.window_chain(s.day, null) c
                               join hippo.till_session t on t.till_id = c.scope
                               where t.closed_seq > c.after_seq or t.closed_seq is null)),
            ('tills', (select count(*) from hippo.till)), ('days', (select count(*) from hippo.seal))
        ) as f (checked_on, checked)
    )
    select (select json_agg(json_build_object(
                'invariant', coalesce(l.invariant, v.invariant), 'checkedOn', l.checked_on, 'checked', f.checked,
                'violations', coalesce(v.violations, 0)) order by l.place)
            from hippo.invariant_list() l
            join figure f using (checked_on)
            full join (select invariant, count(*) as violations from violation group by invariant) v on v.invariant = l.invariant),
           (select coalesce(json_agg(json_build_object('invariant', invariant, 'subject', subject, 'detail', detail)
                                     order by invariant, nth), '[]')
            from violation where nth <= 20)
    into v_invariants, v_violations;
    return json_build_object(
        'holds', json_array_length(v_violations) = 0, 'invariants', v_invariants, 'violations', v_violations,
        'sealedTo', (select max(day) from hippo.seal), 'checkedAt', hippo.rfc3339(hippo.clock()),
        'nightly', (
            select coalesce(json_agg(json_build_object('day', day, 'startedAt', hippo.rfc3339(started_at),
                'finishedAt', hippo.rfc3339(finished_at), 'violations', violations, 'first', first_violation) order by day desc), '[]')
            from (select * from hippo.proof_run order by day desc limit 31) run));
end
$$;
