-- SPDX-License-Identifier: MIT
-- Purpose: a ticket as anybody who has it may see it.
-- Parameters: p_ticket a row
-- Returns: json {number, roundId, state, soldAt, stake, maxPrize, prize, lines, commitment, cardHash, closedAt, expiresAt}; a line's
--          `won` is null until the round is settled. With {withheld, net} when something is kept of the prize for the state
create or replace function hippo.ticket_json(p_ticket hippo.ticket) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select hippo.json_join(json_build_object(
            'number', hippo.ticket_number(p_ticket.ticket_id), 'roundId', p_ticket.round_id, 'state', p_ticket.state,
            'soldAt', hippo.rfc3339(p_ticket.sold_at), 'stake', p_ticket.stake,
            'maxPrize', hippo.ticket_max_prize(p_ticket.round_id, p_ticket.price_ids, p_ticket.prizes),
            'prize', p_ticket.prize,
            'lines', (
                select json_agg(json_build_object(
                    'line', u.line, 'market', p.market, 'selection', p.selection, 'odds', p.odds, 'stake', u.stake,
                    'prize', u.prize, 'won', case when r.phase = 'settled' then u.price_id = any (w.winning_prices) end) order by u.line)
                from unnest(p_ticket.price_ids, p_ticket.stakes, p_ticket.prizes) with ordinality as u (price_id, stake, prize, line)
                join hippo.price p on p.price_id = u.price_id),
            'commitment', encode(r.commitment, 'hex'), 'cardHash', encode(r.card_hash, 'hex'),
            'closedAt', hippo.rfc3339(p_ticket.closed_at),
            'expiresAt', (select hippo.rfc3339(c.expires_at) from hippo.claim c where c.ticket_id = p_ticket.ticket_id)),
            case when x.withheld > 0 then json_build_object('withheld', x.withheld, 'net', p_ticket.prize - x.withheld) else '{}' end)
        from hippo.round r left join hippo.round_totals w on w.round_id = r.round_id
        cross join lateral (select case when p_ticket.prize > 0 then hippo.tax_withheld(p_ticket.round_id, p_ticket.prize) end) x (withheld)
        where r.round_id = p_ticket.round_id);
end
$$;
