-- SPDX-License-Identifier: MIT
-- Purpose: the odds of every selection that a round sells, and the limits of its stakes and its tickets.
-- Parameters: p_round_id
-- Returns: json {roundId, cardHash, stakes {min, max, step}, ticket {stakeMax, prizeMax}, linesMax, cashUnit,
--          markets [{market, name, selections [{selection, odds}]}]}; null when there is no such round or it sells nothing
create or replace function api.round_prices(p_round_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'roundId', r.round_id, 'cardHash', encode(r.card_hash, 'hex'),
            'stakes', json_build_object('min', t.stake_min, 'max', t.stake_max, 'step', t.stake_step),
            'ticket', json_build_object('stakeMax', t.ticket_stake_max, 'prizeMax', t.ticket_prize_max),
            'linesMax', t.lines_max, 'cashUnit', t.cash_unit,
            'markets', (
                select json_agg(json_build_object('market', m.market, 'name', m.name, 'selections', (
                    select json_agg(json_build_object('selection', p.selection, 'odds', p.odds) order by p.price_id)
                    from hippo.price p where p.card_template_id = r.card_template_id and p.market = m.market)) order by m.rank)
                from hippo.market m where m.market = any (t.markets)))
        from hippo.round r join hippo.round_terms t on t.round_id = r.round_id where r.round_id = p_round_id);
end
$$;
