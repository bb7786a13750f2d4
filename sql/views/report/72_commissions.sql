-- SPDX-License-Identifier: MIT
create or replace view report.commissions as
select
    s.day,
    s.shop_id as shop,
    k.name as till,
    c.username as cashier,
    due.kind collate "C" as kind,
    s.tickets,
    hippo.units(s.stakes, house.digits) as stakes,
    hippo.units(s.prizes, house.digits) as prizes,
    due.basis collate "C" as basis,
    due.rate / 100.0 as rate,
    hippo.units(due.commission, house.digits) as commission
from hippo.seller_days s
join hippo.till k on k.till_id = s.till_id
join hippo.app_user c on c.user_id = s.user_id
cross join lateral (values
    ('agent', s.agent_basis, s.agent_rate, s.agent_commission),
    ('supervisor', s.supervisor_basis, s.supervisor_rate, s.supervisor_commission)) as due (kind, basis, rate, commission)
cross join hippo.house_terms house
where due.rate is not null;

comment on view report.commissions is
    'One row for each day, till, cashier and kind of commission: what the cashier as an agent gets of the settled rounds, and what the shop''s supervisor gets.';
comment on column report.commissions.day is 'Day on which the rounds opened; its rate counts.';
comment on column report.commissions.shop is 'Number of the shop.';
comment on column report.commissions.till is 'Name of the till.';
comment on column report.commissions.cashier is 'Who sold.';
comment on column report.commissions.kind is 'agent or supervisor.';
comment on column report.commissions.tickets is 'Tickets sold.';
comment on column report.commissions.stakes is 'Their stakes, in currency units.';
comment on column report.commissions.prizes is 'What they won.';
comment on column report.commissions.basis is 'sales: of the stakes; net: of stakes less prizes, nothing when prizes are more.';
comment on column report.commissions.rate is 'In percent.';
comment on column report.commissions.commission is 'The commission, rounded down.';
