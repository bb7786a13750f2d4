-- SPDX-License-Identifier: MIT
create or replace view hippo.till_days as
select day, till_id, user_id, postings, sales_count, sales, voids_count, voids, payments_count, payments, refunds_count, refunds,
       cash_in, cash_out, variance, copies, failed_scans
from hippo.seal_till
union all
select day, till_id, user_id, postings, sales_count, sales, voids_count, voids, payments_count, payments, refunds_count, refunds,
       cash_in, cash_out, variance, copies, failed_scans
from hippo.till_figures
where is_open;

comment on view hippo.till_days is 'What each user did at each till on a day: of sealed days as it was sealed, of open days as it is now.';
