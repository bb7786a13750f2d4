-- SPDX-License-Identifier: MIT
-- Purpose: a till as it stands.
-- Parameters: p_token_hash; p_till_id, null for the own till
-- Returns: json {till, session, limits {stake, ticket}, denominations}: session is the X report as the user may see it, null
--          when the till is closed; limits of a selection's stake and of a ticket's, by its shop, itself and its cashier,
--          null where only the round's hold; null without a till
-- Errors: HP401; HP403
create or replace function api.till_get(p_token_hash bytea, p_till_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_till_id integer := hippo.till_see(v_user, p_till_id);
begin
    if v_till_id is null then
        return null;
    end if;
    return json_build_object(
        'till', hippo.till_json(v_till_id),
        'session', (select hippo.session_seen_json(v_user, till_session_id) from hippo.till_session
                    where till_id = v_till_id and state <> 'closed'),
        'limits', (
            select json_build_object('stake', hippo.limit_own('stake', b.till_id, b.user_id),
                                     'ticket', hippo.limit_own('ticket', b.till_id, b.user_id))
            from hippo.till_book b where b.till_id = v_till_id),
        'denominations', array_to_json(string_to_array(hippo.setting_text('denominations'), ' ')::bigint[]));
end
$$;
