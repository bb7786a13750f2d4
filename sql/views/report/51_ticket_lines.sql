-- SPDX-License-Identifier: MIT
create or replace view report.ticket_lines as
select
    hippo.ticket_number(t.ticket_id) collate "C" as ticket,
    t.round_id,
    l.line,
    p.market,
    p.selection,
    p.odds / 100.0 as odds,
    p.chance,
    hippo.units(l.stake, house.digits) as stake,
    hippo.units(l.prize, house.digits) as prize,
    p.price_id = any (w.winning_prices) as has_won
from hippo.ticket t
cross join lateral unnest(t.price_ids, t.stakes, t.prizes) with ordinality as l (price_id, stake, prize, line)
join hippo.price p on p.price_id = l.price_id
left join hippo.round r on r.round_id = t.round_id and r.phase = 'settled'
left join hippo.round_totals w on w.round_id = r.round_id
cross join hippo.house_terms house
where t.state <> 'voided';

comment on view report.ticket_lines is 'One row for each line of each ticket.';
comment on column report.ticket_lines.ticket is 'Number of the ticket.';
comment on column report.ticket_lines.round_id is 'Number of the round.';
comment on column report.ticket_lines.line is 'Place on the ticket, from 1.';
comment on column report.ticket_lines.market is 'Kind of bet.';
comment on column report.ticket_lines.selection is 'Runners, or odd and even.';
comment on column report.ticket_lines.odds is 'Odds at which it was sold: 5.50 pays 5.50 for 1.';
comment on column report.ticket_lines.chance is 'Exact chance of the selection.';
comment on column report.ticket_lines.stake is 'Stake, in currency units.';
comment on column report.ticket_lines.prize is 'What it pays if it wins, fixed at the sale.';
comment on column report.ticket_lines.has_won is 'Whether it won; null without a result.';
