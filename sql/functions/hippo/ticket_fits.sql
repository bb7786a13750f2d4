-- SPDX-License-Identifier: MIT
-- Purpose: is it one of the tickets that somebody looks for? Without a search path of its own, as only then it becomes part of the
--          statement that calls it for thousands.
-- Parameters: p_ticket; what it must be, each null for all: p_state; p_stake_from, p_stake_to; p_prize_from, p_prize_to of what it won;
--             p_code its validation code, as hippo.ticket_code writes it
-- Returns: boolean
create or replace function hippo.ticket_fits(
    p_ticket hippo.ticket, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint,
    p_code text) returns boolean
language sql stable
as $$
    select (p_state is null or p_ticket.state = p_state)
        and (p_stake_from is null or p_ticket.stake >= p_stake_from) and (p_stake_to is null or p_ticket.stake <= p_stake_to)
        and (p_prize_from is null or coalesce(p_ticket.prize >= p_prize_from, false))
        and (p_prize_to is null or coalesce(p_ticket.prize <= p_prize_to, false))
        and (p_code is null
             or p_ticket.code_hash = hippo.ticket_code_hash(hippo.ticket_number(p_ticket.ticket_id), p_code))
$$;
