-- SPDX-License-Identifier: MIT
-- Purpose: counts whatever is lost of the figures that reports and limits go by, from the tickets and the journal: totals of
--          rounds, turnover, figures of sealed days. What is there stays; seals and their chains are no figures, they cannot be made anew.
--          For the owner of a database that was damaged, or whose figures were dropped. It reads all of history.
-- Returns: json {rounds, turnover, days}: rows of rounds and of turnover that were missing, sealed days that were gone through
create or replace function hippo.figures_anew() returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_rounds bigint;
    v_turnover bigint;
    v_days integer := 0;
    v_day date;
begin
    select count(hippo.round_totals_insert(r)) into v_rounds
    from hippo.round r
    where r.phase in ('settled', 'void') and not exists (select from hippo.round_totals t where t.round_id = r.round_id);
    -- Of the rounds that a till has left, and of sessions that have ended: as hippo.turnover_book adds them up, but that a ticket
    -- counts no more that was voided after its session had ended.
    insert into hippo.turnover (day, till_id, user_id, stakes)
    select hippo.house_day(r.opened_at), s.till_id, s.user_id, sum(t.stakes)
    from (select round_id, till_session_id, sum(stake) as stakes from hippo.ticket where state <> 'voided' group by 1, 2) t
    join hippo.round r on r.round_id = t.round_id
    join hippo.till_session s on s.till_session_id = t.till_session_id
    join hippo.till_book b on b.till_id = s.till_id
    where b.round_id <> t.round_id or s.state <> 'open'
    group by 1, 2, 3
    on conflict do nothing;
    get diagnostics v_turnover = row_count;
    for v_day in select day from hippo.seal order by day loop
        perform hippo.seal_figures(v_day);
        v_days := v_days + 1;
    end loop;
    return json_build_object('rounds', v_rounds, 'turnover', v_turnover, 'days', v_days);
end
$$;
