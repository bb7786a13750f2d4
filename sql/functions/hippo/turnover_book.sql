-- SPDX-License-Identifier: MIT
-- Purpose: adds what a till has sold on its round to the day's turnover of its cashier: before it enters another round, and
--          when its session ends. A ticket that is voided after that stays counted.
-- Parameters: p_till, its row held, with the cashier who sold; without one there is nothing to add
create or replace function hippo.turnover_book(p_till hippo.till_book) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_till.user_id is null or p_till.stakes = p_till.stakes_booked then
        return;
    end if;
    insert into hippo.turnover (day, till_id, user_id, stakes)
    select hippo.house_day(r.opened_at), p_till.till_id, p_till.user_id, p_till.stakes - p_till.stakes_booked
    from hippo.round r where r.round_id = p_till.round_id
    on conflict (day, till_id, user_id) do update set stakes = turnover.stakes + excluded.stakes;
    update hippo.till_book set stakes_booked = stakes where till_id = p_till.till_id;
end
$$;
