-- SPDX-License-Identifier: MIT
-- Purpose: the entries of a chain of the journal on a day of the house.
-- Parameters: p_scope the till, 0 for the house; p_day, null for all days
-- Returns: int8range of their numbers, without bounds for all; of the number 0, which no entry has, when there is none: an empty range has
--          no bounds, and would keep nothing out
create or replace function hippo.journal_day(p_scope bigint, p_day date) returns int8range
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_from bigint;
    v_to bigint;
begin
    if p_day is null then
        return int8range(null, null);
    end if;
    v_from := hippo.journal_seq_at(p_scope, hippo.day_begins(p_day));
    v_to := hippo.journal_seq_at(p_scope, hippo.day_begins(p_day + 1));
    return case when v_from < v_to then int8range(v_from, v_to) else int8range(0, 1) end;
end
$$;
