-- SPDX-License-Identifier: MIT
-- Purpose: a card as those see it who decide on it.
-- Parameters: p_card a row; p_with_prices also the PAR sheet: the odds, the exact chance and the return of every
--             selection, and each market's sums (par)
-- Returns: json {cardId, name, state, targetPpm, runners, proposedBy, decidedBy, decidedAt, reason, createdAt, schedule, par, prices};
--          state is proposed, rejected, approved, or active when it stands on the list of cards; schedule [{place, rounds}]
create or replace function hippo.card_json(p_card hippo.card_template, p_with_prices boolean) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'cardId', p_card.card_template_id, 'name', p_card.name,
            'state', case when p_card.is_rejected then 'rejected'
                          when p_card.proposed_by is not null and p_card.decided_by is null then 'proposed'
                          when exists (select from hippo.card_schedule where card_template_id = p_card.card_template_id) then 'active'
                          else 'approved' end,
            'targetPpm', p_card.target_ppm,
            'runners', (
                select json_agg(json_build_object('number', number, 'name', name, 'weight', weight, 'odds', win_odds, 'color', color)
                                order by number)
                from hippo.card_template_runner where card_template_id = p_card.card_template_id),
            'proposedBy', hippo.user_json(p_card.proposed_by), 'decidedBy', hippo.user_json(p_card.decided_by),
            'decidedAt', hippo.rfc3339(p_card.decided_at), 'reason', p_card.reason, 'createdAt', hippo.rfc3339(p_card.created_at),
            'schedule', (
                select coalesce(json_agg(json_build_object('place', place, 'rounds', rounds) order by place), '[]')
                from hippo.card_schedule where card_template_id = p_card.card_template_id),
            'par', case when p_with_prices then hippo.card_par_json(p_card.card_template_id) end,
            'prices', case when p_with_prices then (
                select json_agg(json_build_object('market', market, 'selection', selection, 'odds', odds, 'chance', chance,
                                                  'return', round(chance * odds / 100, 6)) order by price_id)
                from hippo.price where card_template_id = p_card.card_template_id) end));
end
$$;
