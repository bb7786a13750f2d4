-- SPDX-License-Identifier: MIT
-- Purpose: a cashier may void only so many tickets in a day of the house, at whatever tills, and in a session that goes on into
--          the next one; a supervisor is asked for more. Closing and opening the till gives no new allowance.
-- Parameters: p_user; p_book of the till
-- Errors: HP409 void_limit
create or replace function hippo.void_limit_require(p_user hippo.app_user, p_book hippo.till_book) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_limit bigint := hippo.setting_integer('void_limit');
    v_day timestamptz := hippo.day_start();
    v_voids bigint;
begin
    if p_user.role = 'supervisor' then
        return;
    end if;
    select count(*) into v_voids
    from hippo.till_session s
    join hippo.journal j on j.scope = s.till_id and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
    where s.user_id = p_user.user_id and coalesce(s.closed_at, 'infinity') >= v_day
        and j.action = 'void' and j.user_id = p_user.user_id;
    if v_voids >= v_limit then
        perform hippo.refuse(409, 'void_limit', 'ask a supervisor: too many tickets were voided today',
                             jsonb_build_object('limit', v_limit));
    end if;
end
$$;
