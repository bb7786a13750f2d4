-- SPDX-License-Identifier: MIT
create or replace view hippo.seller_figures as
select
    d.day,
    s.till_id,
    s.user_id,
    count(*) as tickets,
    count(*) filter (where t.prize > 0) as winning_tickets,
    sum(t.stake)::bigint as stakes,
    sum(t.prize)::bigint as prizes
from hippo.round_day d
join hippo.round r on r.round_id = d.round_id and r.phase = 'settled'
cross join lateral (select * from hippo.ticket t where t.round_id = d.round_id and t.prize is not null offset 0) t
join hippo.till_session s on s.till_session_id = t.till_session_id
group by d.day, s.till_id, s.user_id;

comment on view hippo.seller_figures is
    'What each seller sold at each till in the settled rounds of a day, counted from the tickets: what a seal keeps of its day (hippo.seal_seller).';
