-- SPDX-License-Identifier: MIT
-- Purpose: the one function that says how much cash a till session should have: what its postings put into the till less
--          what they took out. Every report, every check and the close ask here. A session that was open when a day was sealed goes
--          on from the till's balance in that seal: before it a till had nothing.
-- Parameters: p_till_session_id
-- Returns: bigint, minor units
create or replace function hippo.till_cash(p_till_session_id integer) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_session hippo.till_session := (select s from hippo.till_session s where till_session_id = p_till_session_id);
    v_sealed record;
begin
    select c.last_seq, (select a.balance from hippo.seal_account a
                        where a.account = 'till_cash' and a.id = c.scope and a.day <= c.day order by a.day desc limit 1) as balance
    into v_sealed
    from hippo.seal_chain c
    where c.scope = v_session.till_id and c.last_seq >= v_session.opened_seq
        and c.last_seq <= coalesce(v_session.closed_seq, c.last_seq)
    order by c.last_seq desc limit 1;
    return coalesce(v_sealed.balance, 0) + (
        select coalesce(sum(case when debit = 'till_cash' then amount else -amount end), 0)
        from hippo.journal
        where scope = v_session.till_id and seq >= coalesce(v_sealed.last_seq + 1, v_session.opened_seq)
            and seq <= coalesce(v_session.closed_seq, 9223372036854775807) and 'till_cash' in (debit, credit));
end
$$;
