-- SPDX-License-Identifier: MIT
-- Purpose: the rounds that opened in a time, with what they came to: of the whole house, or what one shop had in them.
-- Parameters: p_from; p_to, not included; p_shop_id, null for all
-- Returns: rows; of a round that is not over tickets, stakes and prizes are null, of one shop expected is
create or replace function hippo.glance_rounds(p_from timestamptz, p_to timestamptz, p_shop_id integer)
returns table (round_id bigint, opened_at timestamptz, phase hippo.phase, tickets bigint, stakes numeric, prizes numeric, expected numeric)
language plpgsql stable rows 400
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_sessions integer[];
begin
    if p_shop_id is null then
        return query
            select r.round_id, r.opened_at, r.phase, o.tickets, o.stakes::numeric, o.prizes::numeric, o.expected
            from hippo.round r left join hippo.round_totals o on o.round_id = r.round_id
            where r.opened_at >= p_from and r.opened_at < p_to;
        return;
    end if;
    -- Who sells on the last round may have opened the till after it.
    select array_agg(s.till_session_id) into v_sessions
    from hippo.till k join hippo.till_session s on s.till_id = k.till_id
    where k.shop_id = p_shop_id and s.opened_at < p_to + interval '1 day' and coalesce(s.closed_at, 'infinity') >= p_from;
    return query
        select r.round_id, r.opened_at, r.phase, t.tickets, t.stakes, t.prizes, null::numeric
        from hippo.round r
        cross join lateral (
            select count(*) as tickets, sum(stake) as stakes, sum(prize) as prizes
            from hippo.ticket t
            where t.round_id = r.round_id and t.till_session_id = any (v_sessions) and t.state <> 'voided'
                and r.phase in ('settled', 'void')) t
        where r.opened_at >= p_from and r.opened_at < p_to;
end
$$;
