-- SPDX-License-Identifier: MIT
create or replace view report.deficit_profit as
select
    s.day,
    s.shop_id as shop,
    c.username as agent,
    max(s.agent_rate) / 100.0 as rate,
    sum(s.tickets)::bigint as tickets,
    hippo.units(sum(s.stakes), house.digits) as sales,
    hippo.units(sum(s.prizes), house.digits) as prizes,
    hippo.units(sum(s.agent_commission), house.digits) as commission,
    hippo.units(sum(s.stakes - s.prizes - s.agent_commission), house.digits) as net,
    case sign(sum(s.stakes - s.prizes - s.agent_commission)) when 1 then 'profit' when -1 then 'deficit' else 'zero' end
        collate "C" as status
from hippo.seller_days s
join hippo.app_user c on c.user_id = s.user_id
cross join hippo.house_terms house
group by s.day, s.shop_id, s.user_id, c.username, house.digits;

comment on view report.deficit_profit is
    'One row for each agent, shop and day: sales less winnings and commission, and whether that is a deficit or a profit for the house.';
comment on column report.deficit_profit.day is 'Day on which the rounds opened.';
comment on column report.deficit_profit.shop is 'Number of the shop.';
comment on column report.deficit_profit.agent is 'The user who sold.';
comment on column report.deficit_profit.rate is 'The agent''s commission, in percent; null without one.';
comment on column report.deficit_profit.tickets is 'Tickets of settled rounds, without those that were voided.';
comment on column report.deficit_profit.sales is 'Their stakes, in currency units.';
comment on column report.deficit_profit.prizes is 'What they won.';
comment on column report.deficit_profit.commission is 'What the agent gets.';
comment on column report.deficit_profit.net is 'Sales less prizes and commission.';
comment on column report.deficit_profit.status is 'profit, deficit or zero.';
