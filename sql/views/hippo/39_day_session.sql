-- SPDX-License-Identifier: MIT
create or replace view hippo.day_session as
select c.day, s.*
from hippo.seal_chain c
cross join lateral (
    select * from hippo.till_session s where s.till_id = c.scope and s.opened_seq > c.after_seq and s.opened_seq <= c.last_seq offset 0) s
where c.scope <> 0
union all
select greatest((s.opened_at at time zone house.time_zone - house.day_ends)::date, o.day), s.*
from hippo.till_book b
cross join lateral (
    select coalesce((select c.last_seq from hippo.seal_chain c where c.scope = b.till_id order by c.last_seq desc limit 1), 0) as seq) h
cross join lateral (select * from hippo.till_session s where s.till_id = b.till_id and s.opened_seq > h.seq offset 0) s
cross join hippo.open_period o
cross join hippo.house_terms house;

comment on view hippo.day_session is 'Till sessions by the day of the entry that opened them.';
