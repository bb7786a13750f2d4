-- SPDX-License-Identifier: MIT
-- Purpose: what became of a request, by its key. The answer only where it is about a ticket: the same request again, with its
--          key, has any other, and there the rules of who sees what apply. Another user does not learn the code of a ticket,
--          for which money can be had.
-- Parameters: p_user who asks; p_owner_id, p_key of the request
-- Returns: json {key, userId, state, action, at, answer}, state answered or burnt; null when the house has not seen it
create or replace function hippo.request_json(p_user hippo.app_user, p_owner_id integer, p_key text) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'key', j.key, 'userId', j.user_id, 'state', case j.action when 'burn' then 'burnt' else 'answered' end,
            'action', j.action, 'at', hippo.rfc3339(j.at),
            'answer', case when j.action in ('void', 'pay', 'refund') then j.after
                           when j.action = 'sale' and j.user_id = p_user.user_id then hippo.sale_json(j.ticket_id)
                           when j.action = 'sale' then
                               (select hippo.ticket_full_json(t) from hippo.ticket t where t.ticket_id = j.ticket_id) end)
        from hippo.journal j where j.user_id = p_owner_id and j.key = p_key);
end
$$;
