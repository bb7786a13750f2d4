-- SPDX-License-Identifier: MIT
-- Purpose: the most that a ticket can win: its largest total over all finish orders (never less; with two duels or more
--          that contradict each other it may be less than this).
-- Parameters: p_round_id; p_price_ids, p_prizes of its lines
-- Returns: bigint
create or replace function hippo.ticket_max_prize(p_round_id bigint, p_price_ids integer[], p_prizes bigint[])
returns bigint
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select max(prize) from hippo.line_cells(p_round_id, p_price_ids, p_prizes)
$$;
