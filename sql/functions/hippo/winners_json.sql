-- SPDX-License-Identifier: MIT
-- Purpose: the last winners, newest first. A result counts from the moment its round is settled.
-- Parameters: p_limit
-- Returns: json array, [] when there is none
create or replace function hippo.winners_json(p_limit integer) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(json_agg(json_build_object(
        'roundId', round_id, 'winner', hippo.runner_json(round_id, runner_order[1]), 'order', runner_order,
        'time', hippo.ms(finished_at)) order by round_id desc), '[]')
    from (
        select round_id, runner_order, finished_at from hippo.round
        where phase = 'settled' order by round_id desc limit p_limit
    ) last
$$;
