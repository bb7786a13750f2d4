-- SPDX-License-Identifier: MIT
-- Purpose: keeps since when a user has its rights, by the table itself, so that it holds as well for an operator who changes
--          them by hand: a new user, another role or shop, a block that is lifted, a password that another person sets.
create or replace function hippo.user_rights() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        new.rights_at := coalesce(new.rights_at, new.created_at);
    elsif (new.role, new.shop_id) is distinct from (old.role, old.shop_id)
        or (old.blocked_at is not null and new.blocked_at is null)
        or (new.password_hash <> old.password_hash and new.own_password_at is null) then
        new.rights_at := hippo.clock();
    end if;
    return new;
end
$$;

create or replace trigger user_rights before insert or update on hippo.app_user
    for each row execute function hippo.user_rights();
