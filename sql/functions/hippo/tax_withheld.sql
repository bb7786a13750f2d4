-- SPDX-License-Identifier: MIT
-- Purpose: the one function that says what is kept of a prize for the state: of the whole prize, when it is more than the rate's
--          threshold, rounded down, by the rate of the day on which the round opened. Of that day, and not of the payment's: what a
--          player gets is known when she bets, and is the same whenever she comes for it. In SQL, to become part of the proof that
--          asks it for each ticket.
-- Parameters: p_round_id; p_prize of a ticket, null for none
-- Returns: bigint, minor units, less than the prize; 0 when there is no rate
create or replace function hippo.tax_withheld(p_round_id bigint, p_prize bigint) returns bigint
language sql stable
as $$
    select coalesce((
        select case when p_prize > r.above then floor(p_prize::numeric * r.rate / 10000) end
        from hippo.tax_rate r
        where r.from_day <= (select d.day from hippo.round_day d where d.round_id = p_round_id)
        order by r.from_day desc, r.tax_rate_id desc limit 1), 0)::bigint
$$;
