-- SPDX-License-Identifier: MIT
-- Purpose: one card with its PAR sheet.
-- Parameters: p_token_hash; p_card_id
-- Returns: json as hippo.card_json; null when there is none
-- Errors: HP401; HP403
create or replace function api.card_get(p_token_hash bytea, p_card_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor');
    return (select hippo.card_json(t, true) from hippo.card_template t where card_template_id = p_card_id);
end
$$;
