-- SPDX-License-Identifier: MIT
create or replace view report.ledger as
select
    j.chain as scope,
    j.seq as entry,
    j.day,
    j.at,
    j.action,
    hippo.ticket_number(j.ticket_id) collate "C" as ticket,
    j.debit::text as debit,
    j.debit_id,
    j.credit::text as credit,
    j.credit_id,
    hippo.units(j.amount, house.digits) as amount
from hippo.day_entry j
cross join hippo.house_terms house
where j.amount is not null;

comment on view report.ledger is 'One row for each posting: an amount goes from the account that is credited to the one that is debited. Append-only.';
comment on column report.ledger.scope is 'The till whose journal it stands in; 0 is the house.';
comment on column report.ledger.entry is 'Number in that journal.';
comment on column report.ledger.day is 'The day, in the house''s time zone.';
comment on column report.ledger.at is 'When.';
comment on column report.ledger.action is 'What was done: sale, void, pay …';
comment on column report.ledger.ticket is 'Number of the ticket, if it is about one.';
comment on column report.ledger.debit is 'Kind of the account that got the amount.';
comment on column report.ledger.debit_id is 'Its till, shop or round.';
comment on column report.ledger.credit is 'Kind of the account that gave it.';
comment on column report.ledger.credit_id is 'Its till, shop or round.';
comment on column report.ledger.amount is 'In currency units.';
