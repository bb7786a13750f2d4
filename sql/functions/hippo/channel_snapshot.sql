-- SPDX-License-Identifier: MIT
-- Purpose: the state that a channel of the stream starts from. A till's is as its cashier may see it,
--          a display's what it shows at this moment.
-- Parameters: p_channel
-- Returns: json
create or replace function hippo.channel_snapshot(p_channel text) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till_id integer := substring(p_channel from '^till:([1-9][0-9]{0,8})$');
    v_display_id integer := substring(p_channel from '^display:([1-9][0-9]{0,8})$');
begin
    if p_channel = 'race' then
        return hippo.snapshot_json();
    elsif p_channel = 'admin' then
        return hippo.house_json();
    elsif v_display_id is not null then
        return hippo.display_snapshot_json(v_display_id);
    end if;
    return json_build_object('till', hippo.till_json(v_till_id),
        'session', (select hippo.session_blind_json(s) from hippo.till_session s
                    where till_id = v_till_id and state <> 'closed'),
        'shop', (select hippo.shop_sales_json(shop_id) from hippo.till where till_id = v_till_id),
        'messages', hippo.messages_unread_json(v_till_id));
end
$$;
