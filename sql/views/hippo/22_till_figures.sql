-- SPDX-License-Identifier: MIT
create or replace view hippo.till_figures as
select
    j.day,
    j.is_open,
    j.chain as till_id,
    coalesce(j.user_id, 0) as user_id,
    count(j.amount) as postings,
    count(*) filter (where j.action = 'sale') as sales_count,
    coalesce(sum(j.amount) filter (where j.action = 'sale'), 0)::bigint as sales,
    count(*) filter (where j.action = 'void') as voids_count,
    coalesce(sum(j.amount) filter (where j.action = 'void'), 0)::bigint as voids,
    count(*) filter (where j.action = 'pay') as payments_count,
    coalesce(sum(j.amount) filter (where j.action = 'pay'), 0)::bigint as payments,
    count(*) filter (where j.action = 'refund') as refunds_count,
    coalesce(sum(j.amount) filter (where j.action = 'refund'), 0)::bigint as refunds,
    coalesce(sum(case when j.action in ('deposit', 'cash_in', 'supply') then j.amount
                      when j.action = 'reversal' and j.credit = 'till_cash' then -j.amount end), 0)::bigint as cash_in,
    coalesce(sum(case when j.action in ('withdrawal', 'cash_out', 'drop') then j.amount
                      when j.action = 'reversal' and j.debit = 'till_cash' then -j.amount end), 0)::bigint as cash_out,
    coalesce(sum(case when j.action = 'over' or j.action = 'count_correction' and j.credit = 'variance' then j.amount
                      when j.action in ('short', 'count_correction') then -j.amount end), 0)::bigint as variance,
    count(*) filter (where j.action = 'copy') as copies,
    count(*) filter (where j.action = 'scan_failed') as failed_scans
from hippo.day_entry j
where j.chain <> 0
group by j.day, j.is_open, j.chain, coalesce(j.user_id, 0);

comment on view hippo.till_figures is
    'What each user did at each till on a day, counted from the journal: what a seal keeps of its day (hippo.seal_till), and of the open day as it is now.';
