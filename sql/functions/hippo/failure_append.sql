-- SPDX-License-Identifier: MIT
-- Purpose: writes a failed attempt to the journal; so many a day of one kind one by one, and what comes after them by number
--          only: an attack of millions fills no table. The pulse writes the number (hippo.attempts_forget).
-- Parameters: p_entry for hippo.journal_append; p_subject what is counted; p_most entries a day
create or replace function hippo.failure_append(p_entry hippo.journal, p_subject text, p_most integer) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_day date := hippo.house_day(hippo.clock());
    v_is_untold boolean;
begin
    insert into hippo.failure_tally as t (subject, action, day, written) values (p_subject, p_entry.action, v_day, 1)
    on conflict (subject) do update set
        day = v_day,
        written = case when t.day <> v_day then 1 else t.written + 1 end,
        untold = t.untold + case when t.day = v_day and t.written >= p_most then 1 else 0 end
    returning written > p_most into v_is_untold;
    if not v_is_untold then
        perform hippo.journal_append(p_entry);
    end if;
end
$$;
