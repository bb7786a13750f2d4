-- SPDX-License-Identifier: MIT
-- race_starts_at moves when the house was down at that moment, so it cannot tell how late a race was: keep what was
-- promised at the opening beside it.

alter table hippo.round add column race_due_at timestamptz;
comment on column hippo.round.race_due_at is 'Start of the race as it was promised at the opening; race_starts_at may be later.';

-- Settled rounds are guarded against every change; this fills a column that they did not have.
alter table hippo.round disable trigger user;
update hippo.round set race_due_at = race_starts_at;
alter table hippo.round enable trigger user;

alter table hippo.round alter column race_due_at set not null,
    add constraint round_race_due check (race_due_at <= race_starts_at);
