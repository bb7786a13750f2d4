-- SPDX-License-Identifier: MIT
-- A house that was set back in time (a restore, a copy, a failover that lost the end) finds it out by itself and begins
-- anew before it sells: what the database must remember for that, and what a set-back leaves on record.

-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for (as in 0017).
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

alter table hippo.round
    add column confirmed_for timestamptz,
    add column confirmed_in oid,
    drop constraint round_result,
    add constraint round_result check (
        (phase in ('finished', 'settled') and secret is not null
            or phase in ('betting', 'locked', 'racing') and secret is null or phase = 'void')
        and (secret is null) = (outcome_seed is null)
        and (secret is null) = (film_seed is null)
        and (secret is null) = (runner_order is null));
comment on column hippo.round.confirmed_for is
    'Start of the PostgreSQL server for which a scheduler has confirmed that the house was not set back; bets are taken only while it is this one.';
comment on column hippo.round.confirmed_in is
    'The oid of this very table then: a dump that is restored into the same server makes another one.';

create table hippo.confirmation (
    is_only boolean constraint confirmation_pk primary key default true constraint confirmation_is_only check (is_only),
    era integer not null default 1,
    beat bigint not null default 0,
    beat_at timestamptz,
    beat_total bigint,
    system_identifier bigint not null,
    database_oid bigint not null,
    relation_oid bigint not null,
    timeline text,
    is_synchronous boolean not null default false,
    confirmed_for timestamptz,
    doubt json
);
comment on table hippo.confirmation is
    'One row: where the house was when a scheduler last confirmed it, and what the schedulers'' records beside the key are compared with.';
comment on column hippo.confirmation.era is 'One more with each set-back.';
comment on column hippo.confirmation.beat is
    'One more whenever the leader finds that anything has happened. Records keep it: a database that knows fewer has lost its end.';
comment on column hippo.confirmation.beat_total is 'Entries of all journals and of the public stream at the last beat.';
comment on column hippo.confirmation.timeline is 'Of the write-ahead log: a promotion or a recovery to a moment of the past begins another one.';
comment on column hippo.confirmation.is_synchronous is
    'Whether commits waited for a standby: then another timeline alone is a failover that lost nothing.';
comment on column hippo.confirmation.confirmed_for is 'Start of the PostgreSQL server for which it holds; null: not confirmed.';
comment on column hippo.confirmation.doubt is 'What a standby scheduler''s record says against this database: {reason, record}.';

-- The house that migrates is where it is; while it runs, it goes on selling. But not one that has just been restored from a
-- backup of an older release, which knows no place: all that is said of its migrations was written by one transaction.
insert into hippo.confirmation (system_identifier, database_oid, relation_oid, timeline, confirmed_for)
select c.system_identifier, d.oid::bigint, case when m.is_restored then 0 else 'hippo.house'::regclass::oid::bigint end,
       left(pg_walfile_name(pg_current_wal_insert_lsn()), 8), case when not m.is_restored then pg_postmaster_start_time() end
from pg_control_system() c, pg_database d,
    (select count(*) > 1 and count(distinct xmin::text) = 1 as is_restored from hippo.migration) m
where d.datname = current_database();
update hippo.round set confirmed_for = (select confirmed_for from hippo.confirmation), confirmed_in = 'hippo.round'::regclass
where phase not in ('settled', 'void');

create table hippo.set_back (
    set_back_id integer generated always as identity constraint set_back_pk primary key,
    kind text collate "C" not null constraint set_back_kind check (kind in ('set_back', 'abandoned')),
    reason text not null,
    happened_at timestamptz not null,
    session_id bigint constraint set_back_session references hippo.session,
    last_round_id bigint not null,
    next_round_id bigint not null constraint set_back_rounds check (next_round_id > last_round_id),
    known_until timestamptz,
    lost_until timestamptz
);
comment on table hippo.set_back is
    'Where the house began anew: because it was set back in time, or because two admins abandoned the session. No round of session_id or of one before it opens afterwards.';
comment on column hippo.set_back.session_id is 'The newest session then; null when there was none.';
comment on column hippo.set_back.last_round_id is 'The newest round then; 10000000 before the first.';
comment on column hippo.set_back.next_round_id is
    'The number of the next round: above all that a scheduler''s record knows, so that no two rounds ever have the same.';
comment on column hippo.set_back.known_until is 'The last moment of which the database knows for certain.';
comment on column hippo.set_back.lost_until is
    'The last moment that a record knows of: what was sold and paid between the two is lost. Null: no record knew of any.';

create table hippo.till_past_secret (
    till_id integer not null constraint till_past_secret_till references hippo.till,
    below_seq bigint not null,
    secret hippo.till_secret not null,
    constraint till_past_secret_pk primary key (till_id, below_seq)
);
comment on table hippo.till_past_secret is
    'What the codes of a till''s older tickets are made from: those below this number in its journal.';

create table hippo.session_abandon_vote (
    session_id bigint not null constraint session_abandon_vote_session references hippo.session,
    user_id integer not null constraint session_abandon_vote_user references hippo.app_user,
    reason text not null,
    voted_at timestamptz not null,
    constraint session_abandon_vote_pk primary key (session_id, user_id)
);
comment on table hippo.session_abandon_vote is 'Who wants a session abandoned. It takes two within a day.';
