-- SPDX-License-Identifier: MIT
create or replace view hippo.house_terms as
select digits.value::integer as digits, zone.value as time_zone, make_interval(hours => hour.value::integer) as day_ends
from hippo.setting digits, hippo.setting zone, hippo.setting hour
where digits.name = 'currency_digits' and zone.name = 'time_zone' and hour.name = 'day_ends_hour';

comment on view hippo.house_terms is
    'One row: in what the reports count. Amounts through hippo.units(…, house.digits), days by house.time_zone and house.day_ends after midnight.';
