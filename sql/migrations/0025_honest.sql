-- SPDX-License-Identifier: MIT
-- A count that proves wrong after the close is corrected by an entry of its own; the session knows which, so that its report
-- can say so without looking through the till's journal.

-- Asked for, not waited for, as in 0017: whoever waits behind a lock that is waited for waits as well.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.till_session in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

alter table hippo.till_session
    add column corrected_seq bigint,
    add column corrected_minor bigint constraint till_session_corrected check (corrected_minor >= 0),
    add constraint till_session_correction check (
        (corrected_seq is null) = (corrected_minor is null) and (corrected_seq is null or state = 'closed'));
comment on column hippo.till_session.corrected_seq is
    'The till''s journal entry that corrected the count after the close; corrected_minor is what there really was.';
