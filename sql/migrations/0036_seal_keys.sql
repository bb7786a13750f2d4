-- SPDX-License-Identifier: MIT
-- What reports and proofs of sealed days need of older tables: keys by which claims and till sessions are found, and where the
-- nightly proof is. No sale writes any of them.

-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for (as in 0022).
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.proof_run in access exclusive mode;
            lock table hippo.claim, hippo.till_session in share mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

alter table hippo.proof_run add column proven_day date, add column proven_days integer not null default 0;
comment on column hippo.proof_run.proven_day is
    'The sealed day that this night''s proof has proved anew last; the next night goes on after it. proven_days is how many it has proved.';

create index claim_by_round on hippo.claim (round_id);
create index till_session_by_entry on hippo.till_session (till_id, opened_seq);
