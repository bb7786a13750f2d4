-- SPDX-License-Identifier: MIT
-- Purpose: the messages that the cashier of a till has not read yet, for whoever joins its channel. A cashier reads a message
--          once, at whichever till.
-- Parameters: p_till_id
-- Returns: json, an array as hippo.message_json, oldest first; at most 50, the newest
create or replace function hippo.messages_unread_json(p_till_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select coalesce(json_agg(hippo.message_json(unread) order by unread.message_id), '[]')
        from (
            select m.* from hippo.message m
            join hippo.till t on t.till_id = p_till_id
            join hippo.till_book b on b.till_id = t.till_id
            left join hippo.message_reading r on r.message_id = m.message_id and r.user_id = b.user_id
            where m.ends_at > hippo.clock() and r.message_id is null and hippo.message_is_for(m, t)
            order by m.message_id desc limit 50) unread);
end
$$;
