-- SPDX-License-Identifier: MIT
-- Purpose: the last winners, newest first.
-- Parameters: p_limit 1 to 100
-- Returns: json {winners}
-- Errors: HP400 a limit out of bounds
create or replace function api.winner_list(p_limit integer) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if (p_limit between 1 and 100) is not true then
        raise exception 'limit is 1 to 100' using errcode = 'HP400', detail = 'limit';
    end if;
    return json_build_object('winners', hippo.winners_json(p_limit));
end
$$;
