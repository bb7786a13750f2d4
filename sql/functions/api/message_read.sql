-- SPDX-License-Identifier: MIT
-- Purpose: a cashier says that a message was read: who, when and at which till is on record. The till's other pages hear it.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_message_id
-- Returns: json {messageId, tillId, at}
-- Errors: HP400; HP401; HP403; HP404 no such message for the own till; HP409 till_closed; HP422
create or replace function api.message_read(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_message_id bigint) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_book hippo.till_book;
    v_entry hippo.journal;
    v_read hippo.message_reading;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_book := hippo.till_take(v_user, null);
    if not exists (
        select from hippo.message m join hippo.till t on t.till_id = v_book.till_id
        where m.message_id = p_message_id and hippo.message_is_for(m, t)) then
        perform hippo.refuse(404, 'not_found', 'there is no such message');
    end if;
    insert into hippo.message_reading (message_id, user_id, till_id, read_at)
    values (p_message_id, v_user.user_id, v_book.till_id, hippo.clock()) on conflict do nothing;
    select * into v_read from hippo.message_reading where message_id = p_message_id and user_id = v_user.user_id;
    perform hippo.till_tell(v_book.till_id, 'message_read', json_build_object(
        'messageId', p_message_id, 'userId', v_user.user_id));
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id, 'message_read', p_message_id::text,
                                   p_key, p_fingerprint);
    v_entry.after := json_build_object('messageId', p_message_id, 'tillId', v_read.till_id,
                                       'at', hippo.rfc3339(v_read.read_at));
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
