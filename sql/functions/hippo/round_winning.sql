-- SPDX-License-Identifier: MIT
-- Purpose: the selections that a round's finish order makes win, in all its markets.
-- Parameters: p_round a row with its order
-- Returns: integer[], price_id of each; empty for a round that took no bets
create or replace function hippo.round_winning(p_round hippo.round) returns integer[]
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select coalesce(array_agg(p.price_id order by p.price_id), '{}')
        from hippo.round_terms t
        cross join lateral unnest(t.markets) m (market)
        cross join lateral hippo.opening_selections(m.market, p_round.runner_order,
            (select array_agg(n order by n) from unnest(p_round.runner_order) n)) s (selection)
        join hippo.price p on p.card_template_id = p_round.card_template_id and p.label = m.market || ' ' || s.selection
        where t.round_id = p_round.round_id);
end
$$;
