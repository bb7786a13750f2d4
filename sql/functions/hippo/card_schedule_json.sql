-- SPDX-License-Identifier: MIT
-- Purpose: the list of cards in force, and what the next round opens with.
-- Returns: json {entries [{cardId, name, rounds}], fromRound, next {roundId, cardId}}
create or replace function hippo.card_schedule_json() returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'entries', (
                select coalesce(json_agg(json_build_object('cardId', c.card_template_id, 'name', t.name, 'rounds', c.rounds)
                                         order by c.place), '[]')
                from hippo.card_schedule c join hippo.card_template t using (card_template_id)),
            'fromRound', h.cards_from,
            'next', json_build_object('roundId', n.round_id, 'cardId', hippo.card_of_round(n.round_id)))
        from hippo.house h, lateral (select coalesce(max(round_id), 10000000) + 1 as round_id from hippo.round) n);
end
$$;
