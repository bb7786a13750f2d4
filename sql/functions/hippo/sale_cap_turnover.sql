-- SPDX-License-Identifier: MIT
-- Purpose: a sale that takes a till's stakes on the round above what it may sell without asking: asks what the day and the
--          till's credit allow.
-- Parameters: p_till, its row held; p_stake of the ticket
-- Errors: HP409 limit_turnover, limit_credit with left
create or replace function hippo.sale_cap_turnover(p_till hippo.till_book, p_stake bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_day bigint := hippo.turnover_allow(p_till, p_stake);
    v_credit bigint := hippo.credit_allow(p_till);
    v_max bigint := least(v_day, v_credit); -- null: both limits were taken away meanwhile
    v_left bigint := greatest(v_max - p_till.stakes, 0);
begin
    if p_stake > v_left and v_max = v_credit then
        perform hippo.refuse(409, 'limit_credit',
            format('the till may take %s more until cash is handed over or paid out', v_left),
            jsonb_build_object('left', v_left));
    elsif v_max is not null and p_stake > v_left then
        perform hippo.refuse(409, 'limit_turnover',
            format('%s of what shop, till and cashier may sell in a day are left: ask the office', v_left),
            jsonb_build_object('left', v_left));
    end if;
    update hippo.till_book set stakes_max = v_max where till_id = p_till.till_id;
end
$$;
