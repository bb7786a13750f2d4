-- SPDX-License-Identifier: MIT
-- Purpose: a message as the back office sees it, with who has read it.
-- Parameters: p_message a row
-- Returns: json as hippo.message_json, with to {shopId, tillId}, both null: all tills; read [{by, tillId, at}] in its order
create or replace function hippo.message_full_json(p_message hippo.message) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select hippo.json_join(hippo.message_json(p_message), json_build_object(
        'to', json_build_object('shopId', p_message.shop_id, 'tillId', p_message.till_id),
        'read', (select coalesce(json_agg(json_build_object(
                            'by', hippo.user_json(r.user_id), 'tillId', r.till_id, 'at', hippo.rfc3339(r.read_at))
                            order by r.read_at, r.user_id), '[]')
                 from hippo.message_reading r where r.message_id = p_message.message_id)))
$$;
