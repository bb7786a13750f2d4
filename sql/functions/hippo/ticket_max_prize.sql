-- SPDX-License-Identifier: MIT
-- Purpose: the most that a ticket can win: its largest total over all finish orders. (It never wins more; if two of its
--          duels contradict each other, no order may reach this.)
-- Parameters: p_round_id; p_price_ids, p_prizes of its lines
-- Returns: bigint
create or replace function hippo.ticket_max_prize(p_round_id bigint, p_price_ids integer[], p_prizes bigint[])
returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select max(prize) from hippo.line_cells(p_round_id, p_price_ids, p_prizes));
end
$$;
