-- SPDX-License-Identifier: MIT
-- Purpose: what the displays of the own till show from now on. It takes no key: the newest picture holds.
-- Parameters: p_token_hash; p_picture as hippo.display_picture_require
-- Returns: json {displays}: how many there are; a till without any need not show anything
-- Errors: HP400; HP401; HP403; HP409 till_closed
create or replace function api.display_show(p_token_hash bytea, p_picture json) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_till_id integer := (select till_id from hippo.till_book where user_id = v_user.user_id);
    v_display_id integer;
    v_count integer := 0;
begin
    perform hippo.display_picture_require(p_picture);
    if v_till_id is null then
        perform hippo.refuse(409, 'till_closed', 'you have no open till');
    end if;
    for v_display_id in
        select display_id from hippo.display where till_id = v_till_id and revoked_at is null order by display_id for share
    loop
        perform hippo.display_append(v_display_id, p_picture);
        v_count := v_count + 1;
    end loop;
    return json_build_object('displays', v_count);
end
$$;
