-- SPDX-License-Identifier: MIT
-- Purpose: from which day on a report has to be read for its newest rows, when there are more than are asked for: of those with
--          a row for each posting a year is not read and sorted for the rows of its last hour. Days are taken back from
--          the last one, twice as many each time, until they have enough.
-- Parameters: p_name, p_place of hippo.report_list(); p_from, p_to days, both included; p_shop_id of one shop only, null for all;
--             p_enough rows
-- Returns: date, p_from or later
create or replace function hippo.report_from(
    p_name text, p_place text, p_from date, p_to date, p_shop_id integer, p_enough integer) returns date
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
declare
    v_last date := least(p_to, hippo.house_day(hippo.clock()) + 1); -- a round may have opened by a clock that was ahead
    v_days integer := 1;
    v_count integer;
begin
    if p_name not in ('payouts', 'ledger') then -- others are read in their order, or have few rows
        return p_from;
    end if;
    while v_last - v_days > p_from loop
        execute format('select count(*) from (%s limit $4) newest',
                       split_part(hippo.report_query(p_name, p_place, p_shop_id is not null), ' order by ', 1))
        into v_count using v_last - v_days, p_to, p_shop_id, p_enough;
        if v_count >= p_enough then
            return v_last - v_days;
        end if;
        v_days := 2 * v_days;
    end loop;
    return p_from;
end
$$;
