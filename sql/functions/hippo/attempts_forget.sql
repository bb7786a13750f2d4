-- SPDX-License-Identifier: MIT
-- Purpose: once a minute: forgets sign-ins that have ended, approvals that nobody used and failures that no longer count, and writes to the journal how
--          many failures were not written one by one. However many try, it keeps 100 000 subjects that fail, the newest and
--          those that wait, and takes a bounded time. What a request holds is left for later.
create or replace function hippo.attempts_forget() returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
    v_lived timestamptz := hippo.lived();
    v_session_max interval := (select maximum * interval '1 hour' from hippo.setting where name = 'session_hours');
    v_surplus bigint := (select count(*) - 100000 from hippo.throttle);
    v_tally hippo.failure_tally;
    v_entry hippo.journal;
begin
    -- Arrays, not subqueries to join with: of a table that has just grown PostgreSQL expects a few rows, and would compare each
    -- with each, for minutes.
    -- The house's book first, as whatever changes users or posts for the house.
    perform from hippo.house_book for no key update;
    delete from hippo.sign_in where token_hash = any (array(
        select token_hash from hippo.sign_in
        where expires_at < v_lived or expires_at > v_now + v_session_max -- of a clock that was ahead
        limit 20000 for update skip locked));
    delete from hippo.approval where used_at is null and (expires_at < v_lived or expires_at > v_now + interval '1 hour');
    delete from hippo.throttle where subject = any (array(
        select subject from hippo.throttle
        where failed_at < v_lived - interval '1 day' and retry_at < v_lived
            and coalesce(trusted_until, '-infinity') < v_lived
        order by failed_at limit 20000 for update skip locked));
    delete from hippo.throttle where v_surplus > 0 and subject = any (array(
        select subject from hippo.throttle
        where retry_at < v_now and coalesce(trusted_until, '-infinity') < v_now
        order by failed_at limit greatest(least(v_surplus, 20000), 0) for update skip locked));
    for v_tally in select * from hippo.failure_tally where untold > 0 order by subject for no key update loop
        v_entry.action := v_tally.action;
        v_entry.subject := v_tally.subject;
        v_entry.after := json_build_object('untold', v_tally.untold);
        perform hippo.journal_append(v_entry);
        update hippo.failure_tally set untold = 0 where subject = v_tally.subject;
    end loop;
end
$$;
