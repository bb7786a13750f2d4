-- SPDX-License-Identifier: MIT
-- Purpose: the rounds of a business day of the house.
-- Parameters: p_day, may be null
-- Returns: int8range of round numbers; null for null; empty when there was none
create or replace function hippo.day_rounds(p_day date) returns int8range
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select case when p_day is null then null
                    when min(round_id) is null then 'empty' -- not bounds of null: that would be every round
                    else int8range(min(round_id), max(round_id), '[]') end
        from hippo.round_day where day = p_day);
end
$$;
