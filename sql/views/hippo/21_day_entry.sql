-- SPDX-License-Identifier: MIT
-- Each run of a chain is read by the journal's key. The planner takes a run for a ninth of its chain, and would rather read the
-- whole journal; with a limit, which cuts nothing off, it takes it for a tenth of that.
create or replace view hippo.day_entry as
select c.day, false as is_open, c.scope as chain, j.*
from hippo.seal_chain c
cross join lateral (
    select * from hippo.journal j
    where j.scope = c.scope and j.seq > c.after_seq and j.seq <= c.last_seq
    order by j.seq limit c.last_seq - c.after_seq) j
union all
select
    greatest((j.at at time zone house.time_zone - house.day_ends)::date, o.day),
    true,
    b.scope,
    j.*
from (select 0 as scope, seq from hippo.house_book union all select till_id, seq from hippo.till_book) b
cross join lateral (
    select coalesce((select c.last_seq from hippo.seal_chain c where c.scope = b.scope order by c.last_seq desc limit 1), 0) as seq) s
cross join lateral (
    select * from hippo.journal j
    where j.scope = b.scope and j.seq > s.seq and j.seq <= b.seq
    order by j.seq limit b.seq - s.seq) j
cross join hippo.open_period o
cross join hippo.house_terms house;

comment on view hippo.day_entry is
    'The journal by days. A sealed day has the entries that its seal has; whatever was written since is of the first open day or of a later one, however old its time. Ask for days (or for a chain): nothing else is found by a key.';
