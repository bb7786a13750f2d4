-- SPDX-License-Identifier: MIT
-- Purpose: where in a chain of the journal does a time begin? Entries follow one another in time: halving finds it with some twenty looks,
--          and the largest table there is needs no index by time.
-- Parameters: p_scope the till, 0 for the house; p_at
-- Returns: bigint, the number of the first entry of then or later; one more than there are when there is none
create or replace function hippo.journal_seq_at(p_scope bigint, p_at timestamptz) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_low bigint := 1;
    v_high bigint := 1 + coalesce((select max(seq) from hippo.journal where scope = p_scope), 0);
    v_middle bigint;
begin
    while v_low < v_high loop
        v_middle := (v_low + v_high) / 2;
        if (select at from hippo.journal where scope = p_scope and seq >= v_middle order by seq limit 1) < p_at then
            v_low := v_middle + 1;
        else
            v_high := v_middle;
        end if;
    end loop;
    return v_low;
end
$$;
