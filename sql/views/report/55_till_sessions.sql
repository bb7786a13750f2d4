-- SPDX-License-Identifier: MIT
create or replace view report.till_sessions as
select
    s.till_session_id,
    s.day,
    k.shop_id as shop,
    k.name as till,
    c.username as cashier,
    s.state::text as state,
    s.opened_at,
    hippo.units(s.float_minor, house.digits) as float,
    s.counted_at,
    hippo.units(s.expected_minor, house.digits) as expected,
    hippo.units(s.counted_minor, house.digits) as counted,
    hippo.units(s.counted_minor - s.expected_minor, house.digits) as variance,
    s.closed_at,
    b.username as closed_by,
    s.reason,
    hippo.units(s.corrected_minor, house.digits) as corrected
from hippo.day_session s
join hippo.till k on k.till_id = s.till_id
join hippo.app_user c on c.user_id = s.user_id
left join hippo.app_user b on b.user_id = s.closed_by
cross join hippo.house_terms house;

comment on view report.till_sessions is 'One row for each till session: from the float to the count.';
comment on column report.till_sessions.till_session_id is 'Number of the session.';
comment on column report.till_sessions.day is 'Day on which it opened.';
comment on column report.till_sessions.shop is 'Number of the shop.';
comment on column report.till_sessions.till is 'Name of the till.';
comment on column report.till_sessions.cashier is 'Who had the till.';
comment on column report.till_sessions.state is 'open, counted (waits for a supervisor) or closed.';
comment on column report.till_sessions.opened_at is 'When it opened.';
comment on column report.till_sessions.float is 'Cash it began with, in currency units.';
comment on column report.till_sessions.counted_at is 'When the cash was counted.';
comment on column report.till_sessions.expected is 'Cash there should have been then.';
comment on column report.till_sessions.counted is 'Cash there was.';
comment on column report.till_sessions.variance is 'Counted less expected.';
comment on column report.till_sessions.closed_at is 'When it was closed.';
comment on column report.till_sessions.closed_by is 'Who closed it.';
comment on column report.till_sessions.reason is 'Why there was a variance.';
comment on column report.till_sessions.corrected is 'Cash there really was, when the count was corrected after the close.';
