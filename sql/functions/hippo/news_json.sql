-- SPDX-License-Identifier: MIT
-- Purpose: what staff at a counter must hear while they have no till, whose channel would tell it: messages to their shop or to
--          all that they have not read, and whether the shop sells.
-- Parameters: p_user
-- Returns: json {messages as hippo.messages_unread_json, shop as hippo.shop_sales_json}; null for who has a till, or no shop
create or replace function hippo.news_json(p_user hippo.app_user) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_user.shop_id is null or exists (select from hippo.till_book where user_id = p_user.user_id) then
        return null;
    end if;
    return json_build_object(
        'messages', (
            select coalesce(json_agg(hippo.message_json(unread) order by unread.message_id), '[]')
            from (
                select m.* from hippo.message m
                left join hippo.message_reading r on r.message_id = m.message_id and r.user_id = p_user.user_id
                where m.ends_at > hippo.clock() and r.message_id is null and m.till_id is null
                    and coalesce(m.shop_id = p_user.shop_id, true)
                order by m.message_id desc limit 50) unread),
        'shop', hippo.shop_sales_json(p_user.shop_id));
end
$$;
