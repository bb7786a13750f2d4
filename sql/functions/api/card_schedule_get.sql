-- SPDX-License-Identifier: MIT
-- Purpose: the list of cards that rounds open with.
-- Parameters: p_token_hash
-- Returns: json as hippo.card_schedule_json
-- Errors: HP401; HP403
create or replace function api.card_schedule_get(p_token_hash bytea) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor');
    return hippo.card_schedule_json();
end
$$;
