-- SPDX-License-Identifier: MIT
create or replace view hippo.open_day as
with recursive day as (
    select min(d.day) as day from hippo.round_day d where d.day >= (select day from hippo.open_period)
    union all
    select (select min(d.day) from hippo.round_day d where d.day > day.day) from day where day.day is not null
)
select day from day where day is not null;

comment on view hippo.open_day is 'The days with rounds that are not sealed, each by one look into an index.';
