-- SPDX-License-Identifier: MIT
-- Purpose: a round as the API tells it: round_json, with its result as far as it is public.
-- Parameters: p_round a row
-- Returns: json; result is null before the finish, and for a void round
create or replace function hippo.round_public_json(p_round hippo.round) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return hippo.json_join(hippo.round_json(p_round), json_build_object(
        'screen', hippo.screen(p_round.phase),
        'openedAt', hippo.rfc3339(p_round.opened_at),
        'settledAt', hippo.rfc3339(p_round.settled_at),
        'result', case when p_round.phase in ('finished', 'settled') then json_build_object(
            'order', p_round.runner_order,
            'winner', hippo.runner_json(p_round.round_id, p_round.runner_order[1])) end,
        'voidReason', case when p_round.phase = 'void' then p_round.void_reason end));
end
$$;
