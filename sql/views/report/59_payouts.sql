-- SPDX-License-Identifier: MIT
create or replace view report.payouts as
select
    hippo.ticket_number(p.ticket_id) collate "C" as ticket,
    t.round_id,
    j.day,
    t.state::text as state,
    k.shop_id as shop,
    k.name as till,
    b.username as paid_by,
    p.paid_at,
    hippo.units(p.amount, house.digits) as amount,
    hippo.units(p.cash, house.digits) as cash,
    p.amount >= (select value::bigint from hippo.setting where name = 'pay_supervisor_from') as is_large,
    p.note,
    hippo.units(p.withheld, house.digits) as withheld
from hippo.day_entry j
-- With offset 0 these are no joins: each row is looked up by its key, however many the planner expects.
cross join lateral (select * from hippo.payment p where p.ticket_id = j.ticket_id offset 0) p
cross join lateral (select * from hippo.ticket t where t.ticket_id = j.ticket_id offset 0) t
join hippo.till_session s on s.till_session_id = p.till_session_id
join hippo.till k on k.till_id = s.till_id
join hippo.app_user b on b.user_id = p.user_id
cross join hippo.house_terms house
where j.action in ('pay', 'refund');

comment on view report.payouts is 'One row for each payment of a prize or refund; the large ones are marked.';
comment on column report.payouts.ticket is 'Number of the ticket.';
comment on column report.payouts.round_id is 'Number of the round.';
comment on column report.payouts.day is 'Day of the payment.';
comment on column report.payouts.state is 'paid or refunded.';
comment on column report.payouts.shop is 'Number of the shop that paid.';
comment on column report.payouts.till is 'Name of the till that paid.';
comment on column report.payouts.paid_by is 'Who paid.';
comment on column report.payouts.paid_at is 'When.';
comment on column report.payouts.amount is 'What the ticket was owed, in currency units.';
comment on column report.payouts.cash is 'What left the till: without what was withheld, rounded up to the smallest coin.';
comment on column report.payouts.is_large is 'True when only a supervisor may pay that much.';
comment on column report.payouts.note is 'To whom, for large payments.';
comment on column report.payouts.withheld is 'What of the amount was kept for the state.';
