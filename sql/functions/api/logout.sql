-- SPDX-License-Identifier: MIT
-- Purpose: ends a session. The token is worthless from here on, and no customer's display shows what was typed.
-- Parameters: p_token_hash
-- Returns: json {signedOut}
-- Errors: HP401
create or replace function api.logout(p_token_hash bytea) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
begin
    perform hippo.journal_append(hippo.journal_entry(p_token_hash, v_user.user_id, 0, 'sign_out', v_user.username));
    perform hippo.display_clear(b.till_id) from hippo.till_book b where b.user_id = v_user.user_id;
    delete from hippo.sign_in where token_hash = p_token_hash;
    return json_build_object('signedOut', true);
end
$$;
