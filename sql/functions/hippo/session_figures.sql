-- SPDX-License-Identifier: MIT
-- Purpose: what the till sessions that were open over the end of a sealed day came to by then, counted from what they came to by
--          a day before, or else from their opening.
-- Parameters: p_day
-- Returns: rows of hippo.seal_session
create or replace function hippo.session_figures(p_day date) returns setof hippo.seal_session
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select s.till_session_id, p_day, n.action, sum(n.entries)::bigint, sum(n.amount)::bigint
    from hippo.seal_chain c
    cross join lateral (select * from hippo.till_session t where t.till_id = c.scope and t.opened_seq <= c.last_seq
                        order by t.opened_seq desc limit 1) s
    left join lateral (select k.day, b.last_seq from hippo.seal_session k
                       join hippo.seal_chain b on b.day = k.day and b.scope = c.scope
                       where k.till_session_id = s.till_session_id and k.day < p_day order by k.day desc limit 1) before on true
    cross join lateral (
        select k.action, k.entries, k.amount from hippo.seal_session k
        where k.till_session_id = s.till_session_id and k.day = before.day
        union all
        select j.action, 1, case when j.action = 'reversal' and j.credit = 'till_cash' then -j.amount else coalesce(j.amount, 0) end
        from hippo.chain_entries(c.scope, coalesce(before.last_seq, s.opened_seq - 1), c.last_seq) j) n
    where c.day = p_day and c.scope <> 0 and (s.closed_seq is null or s.closed_seq > c.last_seq)
    group by s.till_session_id, n.action
$$;
