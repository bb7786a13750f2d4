-- SPDX-License-Identifier: MIT
create or replace view hippo.open_period as
select coalesce(max(day) + 1, '-infinity') as day, coalesce(max(last_round_id), 0) as after_round
from hippo.seal;

comment on view hippo.open_period is 'One row: the first day that is not sealed, and the last round that is.';
