-- SPDX-License-Identifier: MIT
create or replace view report.payouts_large as
select ticket, round_id, day, state, shop, till, paid_by, paid_at, amount, cash, note
from report.payouts
where is_large;

comment on view report.payouts_large is 'One row for each payment that is large enough to be a supervisor''s (setting pay_supervisor_from).';
comment on column report.payouts_large.ticket is 'Number of the ticket.';
comment on column report.payouts_large.round_id is 'Number of the round.';
comment on column report.payouts_large.day is 'Day of the payment.';
comment on column report.payouts_large.state is 'paid or refunded.';
comment on column report.payouts_large.shop is 'Number of the shop that paid.';
comment on column report.payouts_large.till is 'Name of the till that paid.';
comment on column report.payouts_large.paid_by is 'Who paid.';
comment on column report.payouts_large.paid_at is 'When.';
comment on column report.payouts_large.amount is 'What the ticket was owed, in currency units.';
comment on column report.payouts_large.cash is 'What left the till: rounded up to the smallest coin.';
comment on column report.payouts_large.note is 'To whom.';
