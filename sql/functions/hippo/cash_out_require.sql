-- SPDX-License-Identifier: MIT
-- Purpose: cash that leaves a till other than to a player: what one user takes out of its own tills in a day of the house, in
--          however many movements, stays below setting cash_out_supervisor_from, but for what a supervisor approved; more is for another person to take out, a
--          supervisor with its own login, at that till, which opened after it got its rights. Drops count too: who takes the
--          cash into the safe signs for it.
-- Parameters: p_user who answers for it: who takes the cash out, or the supervisor who approved it; p_book of the till, held; p_amount that is to leave
-- Errors: HP403 needs_supervisor, with the limit; HP403 same_person, rights_too_new
create or replace function hippo.cash_out_require(p_user hippo.app_user, p_book hippo.till_book, p_amount bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_from bigint := hippo.setting_integer('cash_out_supervisor_from');
    v_day timestamptz := hippo.day_start();
    v_taken bigint;
begin
    if p_user.user_id <> p_book.user_id then
        perform hippo.other_person_require(p_user, p_book.user_id, opened_at, opened_at)
        from hippo.till_session where till_session_id = p_book.till_session_id and p_amount >= v_from;
        return;
    end if;
    select coalesce(sum(j.amount), 0) into v_taken
    from hippo.till_session s
    join hippo.journal j on j.scope = s.till_id and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
    where s.user_id = p_user.user_id and coalesce(s.closed_at, 'infinity') >= v_day
        and j.action in ('cash_out', 'withdrawal', 'drop') and j.user_id = p_user.user_id and j.at >= v_day
        and j.after ->> 'approvedBy' is null;
    if v_taken + p_amount >= v_from then
        perform hippo.refuse(403, 'needs_supervisor',
            'so much cash in a day is taken out by another person: a supervisor, at this till',
            jsonb_build_object('from', v_from));
    end if;
end
$$;
