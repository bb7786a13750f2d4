-- SPDX-License-Identifier: MIT
create or replace view report.tickets as
select
    hippo.ticket_number(t.ticket_id) collate "C" as ticket,
    d.round_id,
    d.day,
    k.shop_id as shop,
    k.name as till,
    c.username as cashier,
    t.state::text as state,
    t.sold_at,
    cardinality(t.price_ids) as lines,
    hippo.units(t.stake, house.digits) as stake,
    hippo.units(t.prize, house.digits) as prize,
    t.closed_at,
    t.copies
from hippo.round_day d
-- With offset 0 it is no join: the tickets of each round are looked up by its key, however many the planner expects.
cross join lateral (select * from hippo.ticket t where t.round_id = d.round_id offset 0) t
join hippo.till_session s on s.till_session_id = t.till_session_id
join hippo.till k on k.till_id = s.till_id
join hippo.app_user c on c.user_id = s.user_id
cross join hippo.house_terms house;

comment on view report.tickets is 'One row for each ticket.';
comment on column report.tickets.ticket is 'Its number, as printed.';
comment on column report.tickets.round_id is 'Number of the round.';
comment on column report.tickets.day is 'Day on which the round opened, in the house''s time zone.';
comment on column report.tickets.shop is 'Number of the shop that sold it.';
comment on column report.tickets.till is 'Name of the till that sold it.';
comment on column report.tickets.cashier is 'User who sold it.';
comment on column report.tickets.state is 'sold, voided, lost, won, refundable, paid, refunded or expired.';
comment on column report.tickets.sold_at is 'When it was sold.';
comment on column report.tickets.lines is 'Number of lines.';
comment on column report.tickets.stake is 'Total stake, in currency units.';
comment on column report.tickets.prize is 'What it won; null before the settlement, and for a ticket that was voided or is refunded.';
comment on column report.tickets.closed_at is 'When it was voided, paid, refunded or expired.';
comment on column report.tickets.copies is 'Duplicates that were printed.';
