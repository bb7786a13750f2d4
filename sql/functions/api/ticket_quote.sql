-- SPDX-License-Identifier: MIT
-- Purpose: would the house sell this ticket now? It looks at all that a sale looks at, the limits of the day, the till and the round
--          among it, and leaves nothing behind: neither the till in the round nor what it borrows for it. Asked while a ticket is
--          being typed, so that a limit is seen before it is confirmed; the sale decides all the same.
-- Parameters: those of api.ticket_sell, without a key
-- Returns: json {roundId, stake}
-- Errors: those of api.ticket_sell, but for the key's
create or replace function api.ticket_quote(
    p_token_hash bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till hippo.till_book;
    v_price_id integer;
    v_market text;
    v_odds integer;
    v_price_ids integer[];
    v_prizes bigint[];
begin
    perform hippo.sale_prepare(p_token_hash, 'quote-' || encode(hippo.gen_random_bytes(16), 'hex'), sha256(''), p_round_id,
                               p_card_hash);
    select b.* into v_till
    from hippo.till_book b join hippo.sign_in s on s.user_id = b.user_id where s.token_hash = p_token_hash;
    for i in 1 .. coalesce(cardinality(p_selections), 0) loop
        select p.price_id, p.market, p.odds into v_price_id, v_market, v_odds
        from hippo.price p where p.card_template_id = v_till.card_template_id and p.label = p_selections[i];
        if (v_market = any (v_till.markets) and p_stakes[i] between v_till.stake_min and v_till.stake_max
            and p_stakes[i] % v_till.stake_step = 0) is not true then
            perform hippo.sale_line(v_till, i, p_selections[i], p_stakes[i]);
        end if;
        v_price_ids[i] := v_price_id;
        v_prizes[i] := p_stakes[i] * v_odds / 100;
    end loop;
    perform hippo.sale_cap(v_till, v_price_ids, p_stakes, v_prizes);
    raise exception 'it passes' using errcode = 'HPQUO'; -- takes back all that was written
exception
    when sqlstate 'HPQUO' then
        return json_build_object('roundId', p_round_id, 'stake', (select sum(s) from unnest(p_stakes) s));
end
$$;
