-- SPDX-License-Identifier: MIT
create or replace view report.reprints as
select
    hippo.ticket_number(j.ticket_id) collate "C" as ticket,
    t.round_id,
    j.day,
    k.shop_id as shop,
    k.name as till,
    c.username as printed_by,
    j.at as printed_at,
    (j.after ->> 'copy')::integer as copy,
    t.state::text as state,
    hippo.units(t.stake, house.digits) as stake
from hippo.day_entry j
-- With offset 0 it is no join: each ticket is looked up by its key, however many the planner expects.
cross join lateral (select * from hippo.ticket t where t.ticket_id = j.ticket_id offset 0) t
join hippo.till k on k.till_id = j.chain
join hippo.app_user c on c.user_id = j.user_id
cross join hippo.house_terms house
where j.action = 'copy';

comment on view report.reprints is 'One row for each duplicate of a ticket that was printed.';
comment on column report.reprints.ticket is 'Number of the ticket.';
comment on column report.reprints.round_id is 'Number of the round.';
comment on column report.reprints.day is 'Day on which the duplicate was printed.';
comment on column report.reprints.shop is 'Number of the shop.';
comment on column report.reprints.till is 'Name of the till that sold the ticket.';
comment on column report.reprints.printed_by is 'Who printed it.';
comment on column report.reprints.printed_at is 'When.';
comment on column report.reprints.copy is 'Which duplicate of the ticket it is, from 1.';
comment on column report.reprints.state is 'What has become of the ticket.';
comment on column report.reprints.stake is 'Its stake, in currency units.';
