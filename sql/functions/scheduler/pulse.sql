-- SPDX-License-Identifier: MIT
-- Purpose: what the leader does besides moving rounds, at least twice a second: it tells the private channels what changed
--          since the last pulse (a sale itself never notifies), and once a minute lets old claims expire and forgets old
--          sessions and failed attempts: old is what the house has lived through, whatever the clock says. Costs next to
--          nothing when nothing changed; takes no lock that a sale could want.
-- Returns: json {tills, expired, sealDue, proofDue, exportDue}: channels told, claims expired, and whether scheduler.day_seal,
--          scheduler.proof_run and scheduler.export_begin are to be called
-- Errors: HP401 the calling session does not lead
create or replace function scheduler.pulse() returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_lived timestamptz := hippo.lived();
    v_tills integer;
    v_expired integer := 0;
begin
    perform hippo.lead_require();
    update hippo.pulse set expired_at = v_lived where expired_at <= v_lived - interval '1 minute' or expired_at > v_lived;
    if found then
        perform hippo.attempts_forget();
        v_expired := hippo.claims_expire(1000);
    end if;
    perform hippo.pulse_news();
    v_tills := hippo.pulse_tills();
    return json_build_object('tills', v_tills, 'expired', v_expired, 'sealDue', (hippo.seal_next()).day is not null,
                             'proofDue', hippo.proof_is_due(), 'exportDue', hippo.export_is_due());
end
$$;
