-- SPDX-License-Identifier: MIT
-- Purpose: refuses a ticket whose stakes sum to too much, and says what the line that passes the limit could have been.
-- Parameters: p_till with the limit; p_stakes of the lines
-- Errors: HP409 cap_ticket_stake, always, with line and max
create or replace function hippo.sale_cap_stake(p_till hippo.till_book, p_stakes bigint[]) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_before bigint := 0;
    v_line integer := 1;
    v_max bigint;
begin
    while v_before + p_stakes[v_line] <= p_till.ticket_stake_max loop
        v_before := v_before + p_stakes[v_line];
        v_line := v_line + 1;
    end loop;
    v_max := (p_till.ticket_stake_max - v_before) / p_till.stake_step * p_till.stake_step;
    perform hippo.refuse(409, 'cap_ticket_stake',
        format('line %s: the stakes of a ticket sum to %s at most', v_line, p_till.ticket_stake_max),
        jsonb_build_object('line', v_line, 'max', case when v_max >= p_till.stake_min then v_max else 0 end,
                           'limit', p_till.ticket_stake_max));
end
$$;
