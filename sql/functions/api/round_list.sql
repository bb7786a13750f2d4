-- SPDX-License-Identifier: MIT
-- Purpose: rounds, newest first, a page at a time.
-- Parameters: p_before a round's id, null for the newest; p_limit 1 to 100
-- Returns: json {rounds, next}: next is the `before` of the following page, null on the last
-- Errors: HP400 a limit out of bounds
create or replace function api.round_list(p_before bigint, p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_rounds json;
    v_last bigint;
begin
    if (p_limit between 1 and 100) is not true then
        raise exception 'limit is 1 to 100' using errcode = 'HP400', detail = 'limit';
    end if;
    select coalesce(json_agg(hippo.round_public_json(page) order by page.round_id desc), '[]'), min(page.round_id)
    into v_rounds, v_last
    from (
        select * from hippo.round r
        where r.round_id < coalesce(p_before, 9223372036854775807) order by r.round_id desc limit p_limit
    ) page;
    return json_build_object('rounds', v_rounds, 'next',
        case when exists (select from hippo.round r where r.round_id < v_last) then v_last end);
end
$$;
