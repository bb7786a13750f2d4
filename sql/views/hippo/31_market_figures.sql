-- SPDX-License-Identifier: MIT
create or replace view hippo.market_figures as
select
    day,
    round_id,
    market,
    sum(lines)::bigint as lines,
    sum(stakes)::bigint as stakes,
    sum(prizes)::bigint as prizes,
    sum(expected) as expected
from hippo.market_rounds
group by day, round_id, market;

comment on view hippo.market_figures is 'hippo.market_rounds of all shops: what a seal keeps of its day (hippo.seal_market).';
