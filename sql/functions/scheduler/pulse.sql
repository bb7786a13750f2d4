-- SPDX-License-Identifier: MIT
-- Purpose: what the leader does besides moving rounds, at least twice a second: it tells the private channels what changed
--          since the last pulse (a sale itself never notifies), and once a minute lets old claims expire and forgets old
--          sessions and failed attempts. Costs next to nothing when nothing changed; takes no lock that a sale could want.
-- Returns: json {tills, expired, proofDue}: channels told, claims expired, and whether scheduler.proof_run is to be called
-- Errors: HP401 the calling session does not lead
create or replace function scheduler.pulse() returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
    v_tills integer;
    v_expired integer := 0;
begin
    perform hippo.lead_require();
    update hippo.pulse set expired_at = v_now where expired_at <= v_now - interval '1 minute';
    if found then
        -- The house's book first, as whatever changes users or posts for the house; what a request holds is left for later.
        perform from hippo.house_book for no key update;
        delete from hippo.sign_in where token_hash in (
            select token_hash from hippo.sign_in where expires_at < v_now for update skip locked);
        delete from hippo.throttle where subject in (
            select subject from hippo.throttle
            where failed_at < v_now - interval '1 day' and retry_at < v_now and coalesce(trusted_until, '-infinity') < v_now
            for update skip locked);
        v_expired := hippo.claims_expire(1000);
    end if;
    v_tills := hippo.pulse_tills();
    return json_build_object('tills', v_tills, 'expired', v_expired, 'proofDue', hippo.proof_is_due());
end
$$;
