-- SPDX-License-Identifier: MIT
-- Purpose: checks every invariant now, for an auditor; and tells how the nightly proofs went. May take a minute.
-- Parameters: p_token_hash
-- Returns: json {holds, violations [{invariant, subject, detail}, 100 at most], checkedAt, nightly, the last 31}
-- Errors: HP401; HP403
create or replace function api.proof(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_violations json;
begin
    perform hippo.caller(p_token_hash, 'auditor', 'admin');
    select coalesce(json_agg(p), '[]') into v_violations from (select * from report.proof() limit 100) p;
    return json_build_object(
        'holds', json_array_length(v_violations) = 0, 'violations', v_violations, 'checkedAt', hippo.rfc3339(hippo.clock()),
        'nightly', (
            select coalesce(json_agg(json_build_object('day', day, 'startedAt', hippo.rfc3339(started_at),
                'finishedAt', hippo.rfc3339(finished_at), 'violations', violations, 'first', first_violation) order by day desc), '[]')
            from (select * from hippo.proof_run order by day desc limit 31) run));
end
$$;
