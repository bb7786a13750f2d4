-- SPDX-License-Identifier: MIT
-- Purpose: the statement that reads a report. Its parameters: $1, $2 days, both included; $3 the shop.
-- Parameters: p_name, p_place of hippo.report_list(); p_has_shop of one shop only
-- Returns: text
create or replace function hippo.report_query(p_name text, p_place text, p_has_shop boolean) returns text
language sql immutable
as $$
    -- The runners of some days are no sum of days: a view over all of history would be wrong for them.
    select case when p_name = 'runners' then 'select * from hippo.runners_between($1, $2) where true'
                else format('select * from report.%I where day between $1 and $2', p_name) end
        || case when p_has_shop then ' and shop = $3' else ' and $3::integer is null' end || ' order by ' || p_place
$$;
