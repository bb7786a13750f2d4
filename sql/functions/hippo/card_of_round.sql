-- SPDX-License-Identifier: MIT
-- Purpose: the card that a round opens with by the list in force: its places follow each other, each for its number of
--          rounds, again and again from the round on in which the list began to hold.
-- Parameters: p_round_id
-- Returns: bigint, card_template_id; null when the list is empty
create or replace function hippo.card_of_round(p_round_id bigint) returns bigint
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select c.card_template_id
    from (select *, sum(rounds) over (order by place) as upto, sum(rounds) over () as turn from hippo.card_schedule) c,
        hippo.house h
    where (p_round_id - h.cards_from) % c.turn < c.upto
    order by c.place limit 1
$$;
