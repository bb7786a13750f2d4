-- SPDX-License-Identifier: MIT
-- Purpose: a round as everybody may see it at any time: nothing of its result is in it.
-- Parameters: p_round a row
-- Returns: json
-- In plpgsql, which keeps its plans: a function in SQL inside another one is planned anew at each call.
create or replace function hippo.round_json(p_round hippo.round) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'roundId', p_round.round_id,
            'number', p_round.round_id,
            'session', s.name,
            'chainIndex', p_round.chain_index,
            'phase', p_round.phase,
            'card', json_build_object(
                'template', t.name,
                'runners', (
                    select json_agg(json_build_object('number', number, 'name', name, 'odds', win_odds, 'weight', weight,
                                                      'color', color) order by number)
                    from hippo.round_runner where round_id = p_round.round_id)),
            'cardHash', encode(p_round.card_hash, 'hex'),
            'commitment', encode(p_round.commitment, 'hex'),
            'openTime', hippo.ms(p_round.opened_at),
            'lockTime', hippo.ms(p_round.locks_at),
            'raceStartTime', hippo.ms(p_round.race_starts_at),
            'raceEndTime', hippo.ms(p_round.race_ends_at),
            'closeTime', hippo.ms(p_round.closes_at))
        from hippo.session s, hippo.card_template t
        where s.session_id = p_round.session_id and t.card_template_id = p_round.card_template_id);
end
$$;
