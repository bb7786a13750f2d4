-- SPDX-License-Identifier: MIT
-- Purpose: a line of hippo.sale_answer, with a comma before it.
-- Parameters: p_line its number; p_market, p_selection, p_odds as the card has them; p_stake; p_prize if it wins
-- Returns: text
create or replace function hippo.sale_answer_line(
    p_line bigint, p_market text, p_selection text, p_odds integer, p_stake bigint, p_prize bigint) returns text
language sql stable
as $$
    select format(',{"line":%s,"market":"%s","selection":"%s","odds":%s,"stake":%s,"prize":%s}',
                  p_line, p_market, p_selection, p_odds, p_stake, p_prize)
$$;
