-- SPDX-License-Identifier: MIT
-- Purpose: the odds of a card as its text lists them: `o market selection odds`, market after market, each market's
--          selections in ascending order.
-- Parameters: p_card_template_id; p_markets those that the round sells
-- Returns: text, a line feed after each line; '' without markets
create or replace function hippo.card_lines(p_card_template_id bigint, p_markets text[]) returns text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(string_agg(format(E'o %s %s %s\n', p.market, p.selection, p.odds), '' order by m.rank, p.price_id), '')
    from hippo.price p join hippo.market m using (market)
    where p.card_template_id = p_card_template_id and p.market = any (p_markets)
$$;
