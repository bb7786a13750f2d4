-- SPDX-License-Identifier: MIT
-- Purpose: rounds, newest first, a page at a time. A page looks at some thousand rounds: of a rare phase it may be short, and go on.
-- Parameters: p_before a round's id, null for the newest; p_limit 1 to 100; p_day of the house on which it opened, p_phase: of these only,
--             null for all
-- Returns: json {rounds, next}: next is the `before` of the following page, null on the last
-- Errors: HP400 a limit out of bounds, no such phase
create or replace function api.round_list(p_before bigint, p_limit integer, p_day date default null, p_phase text default null)
returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_window constant integer := 4000;
    v_days int8range := hippo.day_rounds(p_day);
    v_rounds json;
    v_last bigint;
begin
    if (p_limit between 1 and 100) is not true then
        raise exception 'limit is 1 to 100' using errcode = 'HP400', detail = 'limit';
    end if;
    perform hippo.require(p_phase is null or p_phase = any (enum_range(null::hippo.phase)::text[]), 'phase');
    if isempty(v_days) then
        v_days := int8range(0, 1); -- an empty range has no bounds, and would keep nothing out
    end if;
    with seen as materialized (
        select round_id, phase from hippo.round
        where round_id < coalesce(p_before, 9223372036854775807)
            and round_id >= coalesce(lower(v_days), 0) and round_id < coalesce(upper(v_days), 9223372036854775807)
        order by round_id desc limit case when p_phase is null then p_limit else c_window end
    ), page as (
        select round_id from seen where phase = coalesce(p_phase::hippo.phase, phase) order by round_id desc limit p_limit
    )
    select coalesce((select json_agg(hippo.round_public_json(r) order by r.round_id desc)
                     from page p join hippo.round r on r.round_id = p.round_id), '[]'),
           case when (select count(*) from page) = p_limit then (select min(round_id) from page)
                else (select min(round_id) from seen) end
    into v_rounds, v_last;
    return json_build_object('rounds', v_rounds, 'next', case when exists (
        select from hippo.round r where r.round_id < v_last and r.round_id >= coalesce(lower(v_days), 0)) then v_last end);
end
$$;
