-- SPDX-License-Identifier: MIT
-- Keys are compared byte by byte, whatever locale the cluster has: another C library or another cluster then changes
-- neither the order of an index nor what is unique, and lists by name are the same everywhere.
--
-- No table is rewritten, but the indexes of these columns are built anew. Tickets and the journal have had this
-- collation from the start; the only large table here is the stream's, and that is bounded by stream_keep.

-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for. A backup that runs
-- holds a lock on every table until it is done.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.app_user, hippo.card_template, hippo.session, hippo.setting, hippo.stream, hippo.stream_event,
                hippo.throttle in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

-- A column that a view shows cannot get another collation, nor can a view's own column. sql/migrate makes all of them
-- anew, for it now finds none that are of its release. What somebody else made of them is not dropped: that is an error.
do $$
declare
    v_views text := (select string_agg(oid::regclass::text, ', ')
                     from pg_class where relkind = 'v' and relnamespace = 'report'::regnamespace);
begin
    if v_views is not null then -- a new database has none yet
        execute 'drop view ' || v_views;
    end if;
end
$$;
delete from hippo.replaceable;

alter table hippo.app_user alter column username type text collate "C";
alter table hippo.card_template alter column name type text collate "C";
alter table hippo.session alter column name type text collate "C";
alter table hippo.setting alter column name type text collate "C";
alter table hippo.throttle alter column subject type text collate "C";
alter table hippo.stream_event alter column channel type text collate "C", alter column event type text collate "C";
alter table hippo.stream alter column channel type text collate "C";
