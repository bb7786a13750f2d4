-- SPDX-License-Identifier: MIT
-- Purpose: the first sale of a till in a round: the till's row takes over what the round allows, and starts with its own
--          slice of the round's exposure and no bets.
-- Parameters: p_till_id; p_round the round in which it sells
-- Errors: HP409 till_full; HP409 the round was opened by a release that sold nothing
create or replace function hippo.till_enter(p_till_id integer, p_round hippo.round) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    -- A round cannot write so many entries: whoever enters below this bound stays within its till's numbers.
    if exists (select from hippo.till_book where till_id = p_till_id and seq > hippo.till_seq_max() - 10000000) then
        perform hippo.refuse(409, 'till_full',
            'this till''s ticket numbers are used up: it pays, but an admin has to set up another one to sell');
    end if;
    update hippo.till_book b
    set round_id = p_round.round_id, card_template_id = p_round.card_template_id, card_hash = p_round.card_hash,
        commitment = p_round.commitment, markets = m.markets, stake_min = m.stake_min, stake_max = m.stake_max,
        stake_step = m.stake_step, lines_max = m.lines_max, ticket_stake_max = m.ticket_stake_max,
        ticket_prize_max = m.ticket_prize_max, bound = 0, stakes = 0,
        slice = case when b.till_id <= m.till_top then least(m.slice, m.till_exposure_max) else 0 end
    from hippo.round_terms m
    where b.till_id = p_till_id and m.round_id = p_round.round_id and b.round_id is distinct from p_round.round_id;
    if not found and not exists (select from hippo.round_terms where round_id = p_round.round_id) then
        perform hippo.refuse(409, 'no_round', 'this round takes no bets; the next one does');
    end if;
end
$$;
