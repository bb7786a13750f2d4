-- SPDX-License-Identifier: MIT
-- Purpose: ends the doubt about a request whose answer was lost: either it was done, or its key is burnt, and whatever comes
--          under it from now on is refused. An entry of the journal with the key is what burns it: request and burn race for
--          the unique index on user and key, which no sale pays for. The entry is the key's owner's, since keys count by
--          user; `after` says who burnt it.
-- Parameters: p_token_hash; p_key of the request; p_fingerprint of this call; p_user_id who sent it, null for the caller
-- Returns: json as hippo.request_json
-- Errors: HP400 key; HP401; HP403; HP404 another shop's user
create or replace function api.request_burn(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_owner_id integer := hippo.request_owner(v_user, p_key, p_user_id);
    v_entry hippo.journal;
begin
    perform pg_advisory_xact_lock(hashtextextended(p_key, v_owner_id)); -- as hippo.request_replay
    if not exists (select from hippo.journal where user_id = v_owner_id and key = p_key) then
        v_entry := hippo.journal_entry(
            p_token_hash, v_owner_id, coalesce((select till_id from hippo.till_book where user_id = v_user.user_id), 0), 'burn',
            null, p_key, p_fingerprint);
        v_entry.after := json_build_object('by', hippo.user_json(v_user.user_id));
        perform hippo.journal_append(v_entry);
    end if;
    return hippo.request_json(v_user, v_owner_id, p_key);
end
$$;
