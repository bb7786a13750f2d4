-- SPDX-License-Identifier: MIT
-- Purpose: balances at the end of a sealed day, counted from the balances before it and the day's postings: of the accounts that
--          moved on it.
-- Parameters: p_day
-- Returns: rows of hippo.seal_account
create or replace function hippo.account_figures(p_day date) returns setof hippo.seal_account
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select m.account, m.id, m.day, coalesce(b.postings, 0) + m.postings, coalesce(b.balance, 0) + m.balance
    from hippo.account_moves m
    left join lateral (select s.postings, s.balance from hippo.seal_account s
                       where s.account = m.account and s.id = m.id and s.day < p_day order by s.day desc limit 1) b on true
    where m.day = p_day and not m.is_open and num_nulls(m.account, m.id) = 0
$$;
