-- SPDX-License-Identifier: MIT
-- Purpose: when a shop sells, by its opening hours: the opening that it is in, and those of the next week.
-- Parameters: p_shop_id; p_now
-- Returns: rows (opens_at, closes_at), none when it has no hours: it sells at any time
create or replace function hippo.shop_openings(p_shop_id integer, p_now timestamptz)
returns table (opens_at timestamptz, closes_at timestamptz)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_zone text := hippo.setting_text('time_zone');
begin
    -- Yesterday's hours may go on past midnight.
    return query
        select t.opens_at, t.closes_at
        from hippo.shop_hours h
        cross join generate_series(-1, 7) n (days)
        cross join lateral (select hippo.house_day(p_now) + n.days as day) d
        cross join lateral (
            select (d.day + h.opens) at time zone v_zone as opens_at,
                   (d.day + case when h.closes <= h.opens then 1 else 0 end + h.closes) at time zone v_zone as closes_at) t
        where h.shop_id = p_shop_id and h.weekday = extract(isodow from d.day) and t.closes_at > p_now;
end
$$;
