-- SPDX-License-Identifier: MIT
create or replace view hippo.house_terms as
select digits.value::integer as digits, zone.value as time_zone
from hippo.setting digits, hippo.setting zone
where digits.name = 'currency_digits' and zone.name = 'time_zone';

comment on view hippo.house_terms is
    'One row: in what the reports count. Amounts through hippo.units(…, house.digits), days by house.time_zone.';
