-- SPDX-License-Identifier: MIT
create or replace view report.voids as
select
    hippo.ticket_number(t.ticket_id) collate "C" as ticket,
    t.round_id,
    j.day,
    k.shop_id as shop,
    k.name as till,
    c.username as cashier,
    t.sold_at,
    t.closed_at as voided_at,
    b.username as voided_by,
    hippo.units(t.stake, house.digits) as stake,
    j.reason
from hippo.day_entry j
-- With offset 0 it is no join: each ticket is looked up by its key, however many the planner expects.
cross join lateral (select * from hippo.ticket t where t.ticket_id = j.ticket_id offset 0) t
join hippo.till_session s on s.till_session_id = t.till_session_id
join hippo.till k on k.till_id = s.till_id
join hippo.app_user c on c.user_id = s.user_id
join hippo.app_user b on b.user_id = j.user_id
cross join hippo.house_terms house
where j.action = 'void';

comment on view report.voids is 'One row for each voided ticket.';
comment on column report.voids.ticket is 'Number of the ticket.';
comment on column report.voids.round_id is 'Number of the round.';
comment on column report.voids.day is 'Day on which it was voided.';
comment on column report.voids.shop is 'Number of the shop.';
comment on column report.voids.till is 'Name of the till that sold it.';
comment on column report.voids.cashier is 'Who sold it.';
comment on column report.voids.sold_at is 'When it was sold.';
comment on column report.voids.voided_at is 'When it was voided.';
comment on column report.voids.voided_by is 'Who voided it.';
comment on column report.voids.stake is 'What was given back, in currency units.';
comment on column report.voids.reason is 'Why.';
