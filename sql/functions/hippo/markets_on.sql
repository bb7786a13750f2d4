-- SPDX-License-Identifier: MIT
-- Purpose: the markets that a round opening now sells: switched on, and priced on its card.
-- Parameters: p_card_template_id
-- Returns: text[], in the card's order
create or replace function hippo.markets_on(p_card_template_id bigint) returns text[]
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(array_agg(m.market order by m.rank), '{}')
    from hippo.market m
    where hippo.setting_integer('market_' || m.market) = 1
        and exists (select from hippo.price p where p.card_template_id = p_card_template_id and p.market = m.market)
$$;
