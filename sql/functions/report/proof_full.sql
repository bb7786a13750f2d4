-- SPDX-License-Identifier: MIT
-- Purpose: report.proof on sealed days: every invariant of each of them, its chains hash by hash from seal to seal, its rounds
--          drawn again, and its figures counted again. A day after the other, so that days that were proved need not be again:
--          ask for the next ones. Up to the present it ends with report.proof.
-- Parameters: p_from, p_to days, both included; null from the first, and up to the present
-- Returns: one row for each violation; no row means that all hold
create or replace function report.proof_full(p_from date default null, p_to date default null)
returns table (invariant text, subject text, detail text)
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_day date;
begin
    for v_day in select s.day from hippo.seal s where s.day >= coalesce(p_from, s.day) and s.day <= coalesce(p_to, s.day)
                 order by s.day loop
        return query select * from hippo.proof_day(v_day);
    end loop;
    if p_to is null then
        return query select * from report.proof();
    end if;
end
$$;

comment on function report.proof_full(date, date) is
    'One row for each violated invariant of the sealed days from one to another, both included; without days, of all that there ever was. No row means that all hold.';
