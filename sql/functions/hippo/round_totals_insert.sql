-- SPDX-License-Identifier: MIT
-- Purpose: writes what a round's tickets came to, counted from them: when it gets its end, and anew should that ever be lost.
-- Parameters: p_round a settled or void row, its tickets with their states
-- Returns: the row of hippo.round_totals
create or replace function hippo.round_totals_insert(p_round hippo.round) returns hippo.round_totals
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_is_settled boolean := p_round.phase = 'settled';
    v_totals hippo.round_totals;
begin
    insert into hippo.round_totals (round_id, tickets, stakes, prizes, winning_tickets, winning_prices, expected)
    select p_round.round_id, count(*), coalesce(sum(stake), 0), coalesce(sum(prize), 0), count(*) filter (where prize > 0),
           case when v_is_settled then hippo.round_winning(p_round) else '{}' end,
           case when v_is_settled then hippo.round_expected(p_round.round_id) end
    from hippo.ticket where round_id = p_round.round_id and state <> 'voided'
    returning * into v_totals;
    return v_totals;
end
$$;
