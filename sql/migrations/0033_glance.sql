-- SPDX-License-Identifier: MIT
-- The day at a glance: what the chances say that each round should have paid, and who is connected.

alter table hippo.round_totals add column expected numeric;
comment on column hippo.round_totals.expected is
    'What the lines should pay by the chances of their selections, in minor units; null for a void round, and for one that was settled before this was kept.';

create unlogged table hippo.presence (
    gateway text constraint presence_pk primary key collate "C",
    told_at timestamptz not null,
    clients integer not null constraint presence_clients check (clients >= 0),
    channels text[] not null collate "C",
    readers integer[] not null,
    constraint presence_pairs check (cardinality(channels) = cardinality(readers))
);
comment on table hippo.presence is 'How many are connected to each gateway, as it told last: every ten seconds. Worth nothing after a minute.';
comment on column hippo.presence.clients is 'All connections: public screens and phones, too.';
comment on column hippo.presence.channels is 'The private channels that are followed there; readers is by how many, each.';

create index till_session_by_close on hippo.till_session (closed_at);
