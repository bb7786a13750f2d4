-- SPDX-License-Identifier: MIT
create or replace view report.accounts as
select
    s.account::text collate "C" as account,
    s.id,
    sum(s.postings)::bigint as postings,
    hippo.units(sum(s.balance), house.digits) as balance
from (
    -- Each account's latest balance, and what was posted since the last seal.
    (select distinct on (account, id) account, id, postings, balance from hippo.seal_account order by account, id, day desc)
    union all
    select account, id, postings, balance from hippo.account_moves where is_open
) s
cross join hippo.house_terms house
group by s.account, s.id, house.digits;

comment on view report.accounts is 'One row for each account: its balance. Debit is positive: cash in a till; credit is negative: what the house owes or has earned.';
comment on column report.accounts.account is 'Kind of account.';
comment on column report.accounts.id is 'Its till, shop or round; 0 is the house.';
comment on column report.accounts.postings is 'How many postings it has.';
comment on column report.accounts.balance is 'In currency units; all balances sum to nothing.';
