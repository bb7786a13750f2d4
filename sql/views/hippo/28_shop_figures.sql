-- SPDX-License-Identifier: MIT
create or replace view hippo.shop_figures as
select
    d.day,
    (t.ticket_id / 100000000000)::integer as shop_id,
    count(*) as tickets,
    sum(t.stake)::bigint as stakes,
    count(*) filter (where t.prize > 0) as winning_tickets,
    sum(t.prize)::bigint as prizes
from hippo.round_day d
join hippo.round r on r.round_id = d.round_id and r.phase = 'settled'
join hippo.ticket t on t.round_id = r.round_id and t.prize is not null
group by d.day, 2;

comment on view hippo.shop_figures is
    'What the tickets of a day''s settled rounds came to, by the shop that sold them: what a seal keeps of its day (hippo.seal_shop).';
