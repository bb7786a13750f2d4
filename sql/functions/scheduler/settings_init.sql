-- SPDX-License-Identifier: MIT
-- Purpose: takes the times of a round from the environment at the very first start; later they are an admin's.
-- Parameters: p_betting_ms, p_lock_ms, p_film_ms, p_finish_ms
-- Returns: true when they were taken
-- Errors: HP400 times that make no round; 23514 out of a setting's bounds
create or replace function scheduler.settings_init(
    p_betting_ms bigint, p_lock_ms bigint, p_film_ms bigint, p_finish_ms bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_betting_ms - p_lock_ms < 200 or p_film_ms % 100 <> 0 then
        raise exception 'the lock must leave 200 ms of betting, and the film be a multiple of 100 ms' using errcode = 'HP400';
    end if;
    update hippo.house set initialised_at = hippo.clock() where initialised_at is null;
    if not found then
        return false;
    end if;
    update hippo.house_clock set lived_at = greatest(lived_at, hippo.clock()); -- the house lives from now on
    update hippo.setting s set value = v.value, updated_at = hippo.clock()
    from (values ('betting_ms', p_betting_ms::text), ('lock_ms', p_lock_ms::text), ('film_ms', p_film_ms::text),
                 ('finish_ms', p_finish_ms::text)) as v (name, value)
    where s.name = v.name;
    return true;
end
$$;
