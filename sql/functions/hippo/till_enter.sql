-- SPDX-License-Identifier: MIT
-- Purpose: the first sale of a till in a round: the till's row takes over what the round, and its own limits, allow, and
--          starts with its own slice of the round's exposure, if it was open when the round opened, and no bets.
-- Parameters: p_till_id; p_round the round in which it sells
-- Errors: HP409 the round was opened by a release that sold nothing
create or replace function hippo.till_enter(p_till_id integer, p_round hippo.round) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till hippo.till_book;
begin
    if not exists (select from hippo.round_terms where round_id = p_round.round_id) then
        perform hippo.refuse(409, 'no_round', 'this round takes no bets; the next one does');
    end if;
    select * into v_till from hippo.till_book
    where till_id = p_till_id and round_id is distinct from p_round.round_id for no key update;
    if not found then
        return; -- another request of the till has brought it there
    end if;
    perform hippo.turnover_book(v_till);
    update hippo.till_book b
    set round_id = p_round.round_id, card_template_id = p_round.card_template_id, card_hash = p_round.card_hash,
        commitment = p_round.commitment, markets = m.markets, stake_min = m.stake_min, stake_step = m.stake_step,
        ticket_prize_max = m.ticket_prize_max, bound = 0, stakes = 0, stakes_booked = 0,
        slice = hippo.exposure_share(m, b)
    from hippo.round_terms m
    where b.till_id = p_till_id and m.round_id = p_round.round_id;
    perform hippo.till_limit(p_till_id);
end
$$;
