-- SPDX-License-Identifier: MIT
-- The clock is watched: what the house has seen of it, how far it has lived, and whether a round's sales are stopped for it.

create table hippo.house_clock (
    is_only boolean constraint house_clock_pk primary key default true constraint house_clock_is_only check (is_only),
    state text not null default 'right' constraint house_clock_state check (state in ('right', 'jumped', 'apart')),
    skew_ms bigint not null default 0,
    changed_at timestamptz,
    seen_at timestamptz not null default '-infinity',
    lived_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
insert into hippo.house_clock default values;
comment on table hippo.house_clock is 'One row, written by the leading scheduler every ten seconds: what it knows of the clock.';
comment on column hippo.house_clock.state is
    'right; jumped: forwards or back, until the next round opens; apart: the scheduler''s clock and the database''s differ.';
comment on column hippo.house_clock.skew_ms is 'By how much it jumped, or they differ; above 0: the database''s clock was ahead.';
comment on column hippo.house_clock.changed_at is 'When state became what it is; null: it was never anything else.';
comment on column hippo.house_clock.seen_at is 'The database''s clock when the leader looked last.';
comment on column hippo.house_clock.lived_at is
    'Up to when the house has lived: it grows with the leading scheduler''s own clock, never faster, and not past the database''s clock.';

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('clock_skew_max_ms', 'integer', '2000', 100, 600000, 'how far a clock may be wrong, in milliseconds, before sales are stopped');

-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.round in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

alter table hippo.round add column sales_stopped_at timestamptz;
comment on column hippo.round.sales_stopped_at is 'Since when it sells nothing because the clock is wrong; null: it sells.';

-- A round whose times lie too far ahead, because the clock was set right after it opened, closes before its race would end.
alter table hippo.round drop constraint round_times, add constraint round_times check (
    opened_at <= locks_at and locks_at <= race_starts_at and race_starts_at < race_ends_at
    and (race_ends_at <= closes_at or phase in ('settled', 'void')));

-- It is told more from now on; with the old form beside it a call would be ambiguous.
drop function if exists api.health();

-- Failed attempts by millions: bounded in all, and old ones are found without reading the others.
create index throttle_by_age on hippo.throttle (failed_at);

create table hippo.failure_tally (
    subject text collate "C" constraint failure_tally_pk primary key,
    action text collate "C" not null,
    day date not null,
    written integer not null,
    untold bigint not null default 0
) with (fillfactor = 50);
comment on table hippo.failure_tally is
    'Failed attempts of a day of the house: how many stand in the journal one by one, and how many came after those.';
comment on column hippo.failure_tally.untold is 'Those that the journal is still to be told of, as a number.';
