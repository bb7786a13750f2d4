-- SPDX-License-Identifier: MIT
create or replace view report.audit as
select
    j.chain as scope,
    j.seq as entry,
    j.day,
    j.at,
    c.username,
    j.address,
    j.action,
    coalesce(hippo.ticket_number(j.ticket_id), j.subject) as subject,
    hippo.units(j.amount, house.digits) as amount,
    j.before,
    j.after,
    j.reason,
    encode(j.hash, 'hex') as hash
from hippo.day_entry j
left join hippo.app_user c on c.user_id = j.user_id
cross join hippo.house_terms house;

comment on view report.audit is 'One row for each entry of the journals: who did what, where, when, what was before and after, and why.';
comment on column report.audit.scope is 'The till whose journal it is; 0 is the house.';
comment on column report.audit.entry is 'Number in that journal.';
comment on column report.audit.day is 'The day, in the house''s time zone.';
comment on column report.audit.at is 'When.';
comment on column report.audit.username is 'Who; null for what the house did by itself.';
comment on column report.audit.address is 'From which address the user was signed in; null at a tills sale.';
comment on column report.audit.action is 'What was done.';
comment on column report.audit.subject is 'To which ticket, user, shop, till, card or setting.';
comment on column report.audit.amount is 'What was posted with it, in currency units.';
comment on column report.audit.before is 'What was before.';
comment on column report.audit.after is 'What was after, or what the request was answered.';
comment on column report.audit.reason is 'Why.';
comment on column report.audit.hash is 'Hash of the chain up to here, hex.';
