-- SPDX-License-Identifier: MIT
create or replace view hippo.account_moves as
select
    j.day,
    j.is_open,
    s.account,
    s.id,
    count(*) as postings,
    sum(s.amount)::bigint as balance
from hippo.day_entry j
cross join lateral (values (j.debit, j.debit_id, j.amount::bigint), (j.credit, j.credit_id, -j.amount::bigint)) as s (account, id, amount)
where j.amount is not null
group by j.day, j.is_open, s.account, s.id;

comment on view hippo.account_moves is 'By how much each account moved on a day. Debit is positive.';
