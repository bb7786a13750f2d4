-- SPDX-License-Identifier: MIT
create or replace view report.daily_by_till as
select
    s.day,
    s.shop_id as shop,
    s.till_id,
    k.name as till,
    string_agg(c.username, ' ' order by c.username) as agents,
    sum(s.tickets)::bigint as tickets,
    hippo.units(sum(s.stakes), house.digits) as sales,
    hippo.units(sum(s.prizes), house.digits) as prizes,
    hippo.units(sum(s.agent_commission), house.digits) as agent_commission,
    hippo.units(sum(s.stakes - s.prizes - s.agent_commission), house.digits) as balance,
    hippo.units(sum(s.supervisor_commission), house.digits) as supervisor_commission,
    hippo.units(sum(s.stakes - s.prizes - s.agent_commission - s.supervisor_commission), house.digits) as final_balance
from hippo.seller_days s
join hippo.till k on k.till_id = s.till_id
join hippo.app_user c on c.user_id = s.user_id
cross join hippo.house_terms house
group by s.day, s.shop_id, s.till_id, k.name, house.digits;

comment on view report.daily_by_till is
    'One row for each till and day, as operators in Haiti read it: sales, what is to be paid, commissions, and what is left.';
comment on column report.daily_by_till.day is 'Day on which the rounds opened.';
comment on column report.daily_by_till.shop is 'Number of the shop.';
comment on column report.daily_by_till.till_id is 'The till.';
comment on column report.daily_by_till.till is 'Its name.';
comment on column report.daily_by_till.agents is 'Who sold at it.';
comment on column report.daily_by_till.tickets is 'Tickets of settled rounds, without those that were voided.';
comment on column report.daily_by_till.sales is 'Their stakes, in currency units.';
comment on column report.daily_by_till.prizes is 'To be paid: what they won, whether it was fetched or not.';
comment on column report.daily_by_till.agent_commission is 'What the agents get.';
comment on column report.daily_by_till.balance is 'Sales less prizes and what the agents get.';
comment on column report.daily_by_till.supervisor_commission is 'What the supervisor gets.';
comment on column report.daily_by_till.final_balance is 'The balance less what the supervisor gets.';
