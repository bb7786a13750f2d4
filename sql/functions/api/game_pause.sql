-- SPDX-License-Identifier: MIT
-- Purpose: an admin pauses the game: the round in progress finishes, no other opens. Everybody sees it on the stream.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_reason, shown to everybody
-- Returns: json {paused, changed}
-- Errors: HP400 reason; HP401; HP403; HP422
create or replace function api.game_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform from hippo.house_book for no key update; -- before the stream, as a round's moves do
    return hippo.house_act(p_token_hash, v_admin, 'game_pause', null, p_key, p_fingerprint, null,
        json_build_object('paused', true, 'changed', hippo.game_pause(hippo.text_require(p_reason, 200, 'reason'))), p_reason);
end
$$;
