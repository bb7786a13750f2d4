-- SPDX-License-Identifier: MIT
create or replace view report.accounts as
select
    s.account::text collate "C" as account,
    s.id,
    count(*) as postings,
    hippo.units(sum(s.amount), house.digits) as balance
from hippo.journal j
cross join lateral (values (j.debit, j.debit_id, j.amount::bigint), (j.credit, j.credit_id, -j.amount::bigint)) as s (account, id, amount)
cross join hippo.house_terms house
where j.amount is not null
group by s.account, s.id, house.digits;

comment on view report.accounts is 'One row for each account: its balance. Debit is positive: cash in a till; credit is negative: what the house owes or has earned.';
comment on column report.accounts.account is 'Kind of account.';
comment on column report.accounts.id is 'Its till, shop or round; 0 is the house.';
comment on column report.accounts.postings is 'How many postings it has.';
comment on column report.accounts.balance is 'In currency units; all balances sum to nothing.';
