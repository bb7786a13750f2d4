-- SPDX-License-Identifier: MIT
-- Purpose: whoever is blocked, or gets another role or shop, is out: by the table itself, so that it holds as well for an
--          operator who does it by hand. A sale asks for a session, and nothing else about its user.
create or replace function hippo.user_guard() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    delete from hippo.sign_in where user_id = new.user_id;
    return null;
end
$$;

create or replace trigger user_guard after update on hippo.app_user
    for each row when ((new.role, new.shop_id, new.blocked_at) is distinct from (old.role, old.shop_id, old.blocked_at))
    execute function hippo.user_guard();
