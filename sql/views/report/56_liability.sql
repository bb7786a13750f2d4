-- SPDX-License-Identifier: MIT
create or replace view report.liability as
select
    d.day,
    'open bets' collate "C" as kind,
    r.round_id,
    count(*) as tickets,
    hippo.units(sum(t.stake), house.digits) as stakes,
    hippo.units(report.exposure(r.round_id), house.digits) as amount
from hippo.round r
join hippo.round_day d on d.round_id = r.round_id
join hippo.ticket t on t.round_id = r.round_id and t.state = 'sold'
cross join hippo.house_terms house
where r.phase not in ('settled', 'void')
group by r.round_id, d.day, house.digits
union all
select
    d.day,
    case r.phase when 'void' then 'unpaid refunds' else 'unpaid prizes' end,
    r.round_id,
    count(*),
    hippo.units(sum(t.stake), house.digits),
    hippo.units(sum(c.amount), house.digits)
from hippo.claim c
join hippo.ticket t on t.ticket_id = c.ticket_id
join hippo.round r on r.round_id = c.round_id
join hippo.round_day d on d.round_id = c.round_id
cross join hippo.house_terms house
group by r.round_id, d.day, r.phase, house.digits;

comment on view report.liability is 'What the house may have to pay: bets on rounds that are not settled, prizes and refunds that nobody has claimed yet.';
comment on column report.liability.day is 'Day on which the round opened.';
comment on column report.liability.kind is 'open bets, unpaid prizes or unpaid refunds.';
comment on column report.liability.round_id is 'Number of the round.';
comment on column report.liability.tickets is 'Tickets.';
comment on column report.liability.stakes is 'Their stakes, in currency units.';
comment on column report.liability.amount is 'The most that they can win in one finish order, or what is owed to them.';
