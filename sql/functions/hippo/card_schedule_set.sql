-- SPDX-License-Identifier: MIT
-- Purpose: puts another list of cards in place of the one in force, from the next round on. A round that is being opened
--          is waited for: the list begins with the one after it.
-- Parameters: p_cards, p_rounds of each place, of the same length
-- Errors: those of hippo.card_require
create or replace function hippo.card_schedule_set(p_cards bigint[], p_rounds integer[]) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    perform from hippo.house for no key update;
    delete from hippo.card_schedule;
    insert into hippo.card_schedule (place, card_template_id, rounds)
    select e.place, e.card_id, e.rounds
    from unnest(p_cards, p_rounds) with ordinality as e (card_id, rounds, place);
    update hippo.house set cards_from = coalesce((select max(round_id) from hippo.round), 10000000) + 1;
    perform hippo.card_price(c), hippo.card_require(c) from (select distinct unnest(p_cards) order by 1) e (c);
end
$$;
