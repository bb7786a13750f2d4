-- SPDX-License-Identifier: MIT
create or replace view report.proofs as
select
    day,
    started_at,
    finished_at,
    violations,
    first_violation
from hippo.proof_run;

comment on view report.proofs is 'One row for each nightly proof of all invariants.';
comment on column report.proofs.day is 'Day of the house.';
comment on column report.proofs.started_at is 'When it began.';
comment on column report.proofs.finished_at is 'When it ended; null when it was cut off.';
comment on column report.proofs.violations is 'How many invariants were violated: 0 is good.';
comment on column report.proofs.first_violation is 'The first of them.';
