-- SPDX-License-Identifier: MIT
-- Purpose: from when on a shop sells, by its opening hours: now, or at the next opening.
-- Parameters: p_shop_id; p_now
-- Returns: timestamptz, p_now while it is open, or has no hours
create or replace function hippo.shop_opens_at(p_shop_id integer, p_now timestamptz) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_zone text := hippo.setting_text('time_zone');
begin
    -- Yesterday's hours may go on past midnight; the next opening is a week away at most.
    return (
        select coalesce(min(greatest(t.opens_at, p_now)), p_now)
        from hippo.shop_hours h
        cross join generate_series(-1, 7) n (days)
        cross join lateral (select hippo.house_day(p_now) + n.days as day) d
        cross join lateral (
            select (d.day + h.opens) at time zone v_zone as opens_at,
                   (d.day + case when h.closes <= h.opens then 1 else 0 end + h.closes) at time zone v_zone as closes_at) t
        where h.shop_id = p_shop_id and h.weekday = extract(isodow from d.day) and t.closes_at > p_now);
end
$$;
