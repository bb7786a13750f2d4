-- SPDX-License-Identifier: MIT
-- Purpose: takes a round's secret, checks it against the commitment that was public before the sale, and computes the
--          finish order from it: this database's own implementation, whatever the caller computed.
-- Parameters: p_round a row; p_secret 32 bytes
-- Returns: outcome_seed, film_seed, runner_order
-- Errors: HP400 the secret is not the committed one, or the runners can not be drawn
create or replace function hippo.round_reveal(
    p_round hippo.round, p_secret bytea, out outcome_seed bytea, out film_seed bytea, out runner_order integer[])
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_numbers integer[];
    v_weights bigint[];
begin
    if hippo.hr1_chain_step(p_secret) is distinct from p_round.commitment then
        raise exception 'the secret of round % is not the committed one', p_round.round_id using errcode = 'HP400';
    end if;
    select array_agg(number order by number), array_agg(weight order by number) into v_numbers, v_weights
    from hippo.round_runner where round_id = p_round.round_id;
    outcome_seed := hippo.hr1_outcome_seed(p_secret, p_round.round_id, p_round.card_hash, p_round.beacon);
    film_seed := hippo.hr1_film_seed(outcome_seed);
    runner_order := (hippo.hr1_draw(outcome_seed, v_numbers, v_weights)).runner_order;
end
$$;
