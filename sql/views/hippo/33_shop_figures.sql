-- SPDX-License-Identifier: MIT
create or replace view hippo.shop_figures as
select
    day,
    shop_id,
    count(*) as rounds,
    sum(stakes)::bigint as stakes,
    sum(prizes)::bigint as prizes,
    sum(expected) as expected,
    sum((prizes - expected) ^ 2) as square
from (
    select day, round_id, shop_id, sum(stakes) as stakes, sum(prizes) as prizes, sum(expected) as expected
    from hippo.market_rounds
    group by day, round_id, shop_id
) round
group by day, shop_id;

comment on view hippo.shop_figures is
    'hippo.market_rounds of a day by shop, and the rounds'' own differences from what the chances say, squared: what a seal keeps of its day (hippo.seal_shop).';
