-- SPDX-License-Identifier: MIT
-- Purpose: writes down that a ticket was shown that does not exist, or with a wrong code. Called after the refusal, whose own
--          transaction left nothing behind. From the 11th on, the next ticket has to wait.
--          The first 1000 a day of a user are written one by one.
-- Parameters: p_token_hash; p_number as it was shown
-- Returns: json {retryAfterMs}
-- Errors: HP401
create or replace function api.scan_failed(p_token_hash bytea, p_number text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_scope integer := coalesce((select till_id from hippo.till_book where user_id = v_user.user_id), 0);
begin
    perform hippo.failure_append(
        hippo.journal_entry(p_token_hash, v_user.user_id, v_scope, 'scan_failed', left(p_number, 40)),
        'scan by ' || v_user.username, 1000);
    return json_build_object('retryAfterMs', hippo.throttle_fail('scan by ' || v_user.username, 10, interval '5 minutes'));
end
$$;
