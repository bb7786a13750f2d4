-- SPDX-License-Identifier: MIT
create or replace view report.movements as
select
    j.chain as till_id,
    j.seq as entry,
    j.day,
    k.shop_id as shop,
    k.name as till,
    c.username as cashier,
    j.at,
    j.action as kind,
    hippo.units(case when j.debit = 'till_cash' then j.amount else -j.amount end, house.digits) as amount,
    j.subject as reference,
    j.reason as description
from hippo.day_entry j
join hippo.till k on k.till_id = j.chain
left join hippo.app_user c on c.user_id = j.user_id
cross join hippo.house_terms house
where 'till_cash' in (j.debit, j.credit) and j.ticket_id is null;

comment on view report.movements is 'One row for each movement of cash in a till that is not a ticket''s.';
comment on column report.movements.till_id is 'The till.';
comment on column report.movements.entry is 'Number in its journal.';
comment on column report.movements.day is 'The day, in the house''s time zone.';
comment on column report.movements.shop is 'Number of the shop.';
comment on column report.movements.till is 'Name of the till.';
comment on column report.movements.cashier is 'Who moved it.';
comment on column report.movements.at is 'When.';
comment on column report.movements.kind is 'till_open, deposit, withdrawal, cash_in, cash_out, supply, drop, reversal, short, over or close.';
comment on column report.movements.amount is 'Into the till, or out of it (negative), in currency units.';
comment on column report.movements.reference is 'Number of a document; of a reversal, the entry that it undoes.';
comment on column report.movements.description is 'What for.';
