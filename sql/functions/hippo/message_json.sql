-- SPDX-License-Identifier: MIT
-- Purpose: a message as tills are told it.
-- Parameters: p_message a row
-- Returns: json {messageId, text, by, at, until}
create or replace function hippo.message_json(p_message hippo.message) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object('messageId', p_message.message_id, 'text', p_message.text,
        'by', (hippo.user_json(p_message.created_by)) ->> 'displayName', 'at', hippo.rfc3339(p_message.created_at),
        'until', hippo.rfc3339(p_message.ends_at))
$$;
