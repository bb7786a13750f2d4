-- SPDX-License-Identifier: MIT
-- Purpose: the open till at which a user acts, its row held to commit. A cashier acts at the own till; a supervisor at the
--          own one too, or at any open till of the shop that it names; an admin, where it may act at all, at any that it names.
-- Parameters: p_user; p_till_id, null for the own till
-- Returns: a row of hippo.till_book with an open session
-- Errors: HP403 another's till; HP404 no such till; HP409 till_closed
create or replace function hippo.till_take(p_user hippo.app_user, p_till_id bigint) returns hippo.till_book
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_book hippo.till_book;
begin
    select * into v_book from hippo.till_book
    where till_id = coalesce(p_till_id, (select till_id from hippo.till_book where user_id = p_user.user_id))
    for no key update;
    if not found and p_till_id is not null then
        perform hippo.refuse(404, 'not_found', format('there is no till %s', p_till_id));
    elsif not found then
        perform hippo.refuse(409, 'till_closed', 'you have no open till');
    end if;
    if v_book.user_id is distinct from p_user.user_id and p_user.role <> 'admin' and not (p_user.role = 'supervisor'
        and p_user.shop_id = (select shop_id from hippo.till where till_id = v_book.till_id)) then
        perform hippo.refuse(403, 'forbidden', 'this is not your till');
    end if;
    if v_book.till_session_id is null then
        perform hippo.refuse(409, 'till_closed', 'the till is closed');
    end if;
    return v_book;
end
$$;
