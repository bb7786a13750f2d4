-- SPDX-License-Identifier: MIT
-- What a till session came to by the end of each sealed day that it was open over: its report goes on from there.

create table hippo.seal_session (
    till_session_id integer not null,
    day date not null,
    action text collate "C" not null,
    entries bigint not null,
    amount bigint not null,
    constraint seal_session_pk primary key (till_session_id, day, action)
);
create index seal_session_by_day on hippo.seal_session (day);
comment on table hippo.seal_session is
    'What a till session came to, by kind of entry, from its opening to the end of a sealed day: of sessions that were still open then. A session without rows is counted from its opening.';
comment on column hippo.seal_session.amount is 'In minor units; of reversals what they put into the till less what they took out.';
