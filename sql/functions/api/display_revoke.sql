-- SPDX-License-Identifier: MIT
-- Purpose: a display's token is worthless from here on. The display hears it at once, and no picture goes to its channel again;
--          what is being shown at this moment is waited for.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_display_id
-- Returns: json {displayId, revokedAt}
-- Errors: HP400; HP401; HP403 another's till; HP404; HP422
create or replace function api.display_revoke(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_display_id bigint) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_display hippo.display;
    v_entry hippo.journal;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_display from hippo.display where display_id = p_display_id;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such display');
    end if;
    perform hippo.till_see(v_user, v_display.till_id);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_display.till_id, 'display_revoke', p_display_id::text,
                                   p_key, p_fingerprint);
    v_entry.at := hippo.clock();
    perform from hippo.till_book where till_id = v_display.till_id for no key update; -- before displays, as everybody does
    update hippo.display set revoked_at = v_entry.at, revoked_by = v_user.user_id
    where display_id = p_display_id and revoked_at is null;
    if found then
        perform hippo.stream_append('display:' || p_display_id, 'display_revoked', null, '{}');
        delete from hippo.stream_event where channel = 'display:' || p_display_id and event = 'display_picture';
    end if;
    select * into v_display from hippo.display where display_id = p_display_id;
    v_entry.after := json_build_object('displayId', p_display_id, 'revokedAt', hippo.rfc3339(v_display.revoked_at));
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
