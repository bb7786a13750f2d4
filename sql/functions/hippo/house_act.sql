-- SPDX-License-Identifier: MIT
-- Purpose: writes an act of the administration to the house's journal, and tells the admin's channel of it.
-- Parameters: p_token_hash; p_user; p_action; p_subject; p_key, p_fingerprint of the request; p_before, p_after json, may be null;
--             p_reason, may be null
-- Returns: json, p_after: the answer
create or replace function hippo.house_act(
    p_token_hash bytea, p_user hippo.app_user, p_action text, p_subject text, p_key text, p_fingerprint bytea,
    p_before json, p_after json, p_reason text) returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_entry hippo.journal := hippo.journal_entry(p_token_hash, p_user.user_id, 0, p_action, p_subject, p_key, p_fingerprint);
    v_seq bigint;
begin
    v_entry.before := p_before;
    v_entry.after := p_after;
    v_entry.reason := nullif(btrim(p_reason), '');
    v_seq := hippo.journal_append(v_entry);
    perform hippo.stream_append('admin', 'admin_act', null, json_build_object(
        'entry', v_seq, 'action', p_action, 'subject', p_subject, 'by', p_user.username, 'reason', v_entry.reason));
    return p_after;
end
$$;
