-- SPDX-License-Identifier: MIT
-- A ticket says how long its prize can be claimed; a setting that changes later must not shorten what is printed. The days are
-- frozen with the round, and a claim knows its own end.

alter table hippo.round_terms add column ticket_days integer;
alter table hippo.round_terms disable trigger user; -- it guards against every change; this fills what was not there
update hippo.round_terms set ticket_days = (select value::integer from hippo.setting where name = 'ticket_days');
alter table hippo.round_terms enable trigger user;
alter table hippo.round_terms alter column ticket_days set not null;
comment on column hippo.round_terms.ticket_days is 'Days in which what its tickets win can be claimed, as it is printed on them.';

alter table hippo.claim add column expires_at timestamptz;
update hippo.claim c set expires_at = c.since + t.ticket_days * interval '1 day'
from hippo.round_terms t where t.round_id = c.round_id;
alter table hippo.claim alter column expires_at set not null;
drop index hippo.claim_by_age;
create index claim_by_expiry on hippo.claim (expires_at, ticket_id);
