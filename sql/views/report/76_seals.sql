-- SPDX-License-Identifier: MIT
create or replace view report.seals as
select
    day,
    nullif(starts_at, '-infinity') as starts_at,
    ends_at,
    case when last_round_id >= first_round_id then first_round_id end as first_round,
    case when last_round_id >= first_round_id then last_round_id end as last_round,
    entries,
    sealed_at,
    entry,
    encode(hash, 'hex') as hash
from hippo.seal;

comment on view report.seals is
    'One row for each sealed day: its books are closed for ever. Its hash goes on from that of the day before: whoever has written one down can prove all before it.';
comment on column report.seals.day is 'The day.';
comment on column report.seals.starts_at is 'When it began; null for the first day, which has all that was before.';
comment on column report.seals.ends_at is 'When it ended.';
comment on column report.seals.first_round is 'Number of its first round; null when none opened on it.';
comment on column report.seals.last_round is 'Number of its last round.';
comment on column report.seals.entries is 'Entries of the journals that are of this day, in all chains.';
comment on column report.seals.sealed_at is 'When it was sealed.';
comment on column report.seals.entry is 'Entry of the house''s journal that has the hash, too.';
comment on column report.seals.hash is 'SHA-256 over the seal before, the day''s bounds, chains, balances and figures.';
