-- SPDX-License-Identifier: MIT
-- Purpose: the one definition of what wins: the selections of a market that win on an opening of the finish order. Given
--          the whole order it is the result; given fewer places, a duel counts as won as long as it is open.
-- Parameters: p_market; p_opening runner numbers from the first place on, at least as many as the market looks at;
--             p_numbers of all runners, ascending
-- Returns: selections as the card writes them
create or replace function hippo.opening_selections(p_market text, p_opening integer[], p_numbers integer[])
returns setof text
language plpgsql immutable parallel safe rows 3
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_first integer[] := p_opening[1:3];
begin
    case p_market
        when 'win' then
            return next p_opening[1];
        when 'place' then
            return query select n::text from unnest(p_opening[1:hippo.places(cardinality(p_numbers))]) n;
        when 'top3' then
            return query select n::text from unnest(v_first) n;
        when 'exacta' then
            return next p_opening[1] || '-' || p_opening[2];
        when 'quinella' then
            return next least(p_opening[1], p_opening[2]) || '-' || greatest(p_opening[1], p_opening[2]);
        when 'couple_place' then
            return query select a || '-' || b from unnest(v_first) a, unnest(v_first) b where a < b;
        when 'trifecta' then
            return next array_to_string(v_first, '-');
        when 'trio' then
            return query select string_agg(n::text, '-' order by n) from unnest(v_first) n;
        when 'duel' then
            return query select a || '-' || b from unnest(p_numbers) a, unnest(p_numbers) b
            where a <> b and coalesce(array_position(p_opening, a), 99) <= coalesce(array_position(p_opening, b), 99);
        when 'odd_even' then
            return next case p_opening[1] % 2 when 1 then 'odd' else 'even' end;
    end case;
end
$$;
