-- SPDX-License-Identifier: MIT
create or replace view hippo.tax_figures as
select
    m.day,
    m.is_open,
    m.shop_id,
    sum(m.tickets)::bigint as tickets,
    sum(m.prizes)::bigint as prizes,
    sum(m.withheld)::bigint as withheld,
    sum(m.handed_over)::bigint as handed_over
from (
    select j.day, j.is_open, k.shop_id, 1 as tickets, p.amount as prizes, p.withheld, 0 as handed_over
    from hippo.day_entry j
    -- With offset 0 it is no join: each payment is looked up by its key, however many the planner expects.
    cross join lateral (select * from hippo.payment p where p.ticket_id = j.ticket_id offset 0) p
    join hippo.till_session s on s.till_session_id = p.till_session_id
    join hippo.till k on k.till_id = s.till_id
    where j.action = 'withholding'
    union all
    select j.day, j.is_open, j.debit_id::integer, 0, 0, 0, j.amount from hippo.day_entry j where j.action = 'tax_paid'
) m
group by m.day, m.is_open, m.shop_id;

comment on view hippo.tax_figures is
    'What each shop withheld from prizes on a day, counted from the payments, and what was handed over: what a seal keeps of its day (hippo.seal_tax).';
