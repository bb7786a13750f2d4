-- SPDX-License-Identifier: MIT
-- Purpose: one runner as screens show it.
-- Parameters: p_round_id, p_number
-- Returns: json {number, name, odds (hundredths), color}
create or replace function hippo.runner_json(p_round_id bigint, p_number integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object('number', number, 'name', name, 'odds', win_odds, 'color', color)
        from hippo.round_runner where round_id = p_round_id and number = p_number);
end
$$;
