-- SPDX-License-Identifier: MIT
-- Purpose: writes a new round with its card, the runners with their exact chances, and what its sales obey.
-- Parameters: p_round with identity, commitment and times; p_session its name
-- Errors: HP404 no card is on the list, or its card could never be drawn; HP409 card_undecided, card_return, card_unsellable:
--          a card that must not run, whoever put it there
create or replace function hippo.round_insert(p_round hippo.round, p_session text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_template bigint := hippo.card_of_round(p_round.round_id);
    v_fault record;
    v_cash_unit bigint := hippo.setting_integer('cash_unit');
    v_text text;
    v_markets text[];
    v_weights bigint[] := (select array_agg(weight order by number) from hippo.card_template_runner
                           where card_template_id = v_template);
begin
    if v_template is null then
        raise exception 'no card is on the list' using errcode = 'HP404';
    end if;
    -- A round that opened with such a card would have no result, and the house would stand still for ever.
    if coalesce(cardinality(v_weights), 0) not between 2 and 24
        or (select sum(w) from unnest(v_weights) w) > 9223372036854775807 then
        raise exception 'the card has no 2 to 24 runners with weights up to 2^63-1' using errcode = 'HP404';
    end if;
    perform hippo.card_price(v_template); -- the card that the house came with has none yet
    for v_fault in select * from hippo.card_faults(v_template) loop
        if v_fault.code <> 'card_coin' then
            perform hippo.refuse(409, v_fault.code, v_fault.fault,
                                 jsonb_build_object('cardId', v_template, 'settings', v_fault.settings));
        end if;
        v_cash_unit := 1; -- prizes of this round are paid to the last unit
    end loop;
    v_markets := hippo.markets_on(v_template);
    v_text := hippo.card_text(p_round.round_id, p_session, p_round.chain_index, p_round.commitment, p_round.locks_at,
                              v_template, v_markets);
    insert into hippo.round (round_id, session_id, chain_index, card_template_id, commitment, card_text, card_hash,
                             opened_at, locks_at, race_due_at, race_starts_at, race_ends_at, closes_at, confirmed_for,
                             confirmed_in)
    values (p_round.round_id, p_round.session_id, p_round.chain_index, v_template, p_round.commitment, v_text,
            sha256(convert_to(v_text, 'UTF8')), p_round.opened_at, p_round.locks_at, p_round.race_starts_at,
            p_round.race_starts_at, p_round.race_ends_at, p_round.closes_at, pg_postmaster_start_time(),
            'hippo.round'::regclass);
    insert into hippo.round_runner (round_id, number, name, weight, win_odds, color, win_chance, place_chance)
    select p_round.round_id, number, name, weight, win_odds, color,
           hippo.place_chance(v_weights, place::integer, 1),
           hippo.place_chance(v_weights, place::integer, hippo.places(cardinality(v_weights)))
    from (select *, row_number() over (order by number) as place
          from hippo.card_template_runner where card_template_id = v_template) runners;
    perform hippo.round_terms_insert(p_round.round_id, v_markets, v_cash_unit);
end
$$;
