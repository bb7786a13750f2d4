-- SPDX-License-Identifier: MIT
create or replace view report.unclaimed as
select
    hippo.ticket_number(c.ticket_id) collate "C" as ticket,
    c.round_id,
    r.day,
    (c.ticket_id / 100000000000)::integer as shop,
    hippo.units(c.amount, house.digits) as amount,
    c.since,
    c.expires_at,
    c.expires_at - d.warn * interval '1 day' <= now() as expires_soon
from hippo.claim c
join hippo.round_day r on r.round_id = c.round_id
cross join (select value::integer as warn from hippo.setting where name = 'warn_days') d
cross join hippo.house_terms house;

comment on view report.unclaimed is 'One row for each ticket that can still be claimed, oldest first, with the warning before it expires.';
comment on column report.unclaimed.ticket is 'Number of the ticket.';
comment on column report.unclaimed.round_id is 'Number of the round.';
comment on column report.unclaimed.day is 'Day on which the round opened.';
comment on column report.unclaimed.shop is 'Number of the shop that sold it.';
comment on column report.unclaimed.amount is 'What is owed, in currency units.';
comment on column report.unclaimed.since is 'Since when it can be claimed.';
comment on column report.unclaimed.expires_at is 'Until when.';
comment on column report.unclaimed.expires_soon is 'True from some days before (setting warn_days).';
