-- SPDX-License-Identifier: MIT
-- Purpose: does a round take, or give back, bets at this moment, by the database's clock?
-- Parameters: p_round_id
-- Returns: boolean
create or replace function hippo.round_is_betting(p_round_id bigint) returns boolean
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform from hippo.round
    where round_id = p_round_id and phase = 'betting' and void_requested_at is null and locks_at > hippo.clock();
    return found;
end
$$;
