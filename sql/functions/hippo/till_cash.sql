-- SPDX-License-Identifier: MIT
-- Purpose: the one function that says how much cash a till session should have: what its postings put into the till less
--          what they took out. Every report, every check and the close ask here.
-- Parameters: p_till_session_id
-- Returns: bigint, minor units
create or replace function hippo.till_cash(p_till_session_id integer) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select coalesce(sum(case when j.debit = 'till_cash' then j.amount else -j.amount end), 0)::bigint
        from hippo.till_session s
        join hippo.journal j on j.scope = s.till_id and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
        where s.till_session_id = p_till_session_id and 'till_cash' in (j.debit, j.credit));
end
$$;
