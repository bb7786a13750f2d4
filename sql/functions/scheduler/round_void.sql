-- SPDX-License-Identifier: MIT
-- Purpose: carries out a void that was asked for, or that the clock asks for, because it was set back behind the round:
--          every ticket is to be refunded, in the same transaction. Its seed and the order it would have had are public all
--          the same, so that nobody can hide an unpleasant round.
-- Parameters: p_round_id; p_secret 32 bytes in hex
-- Returns: true
-- Errors: HP401 not the leader; HP400 a wrong secret; HP404; HP409 another phase, or
--         nobody asked
create or replace function scheduler.round_void(p_round_id bigint, p_secret text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round;
    v_reveal record;
begin
    perform hippo.lead_require();
    v_round := hippo.round_take_void(p_round_id);
    v_reveal := hippo.round_reveal(v_round, hippo.from_hex(p_secret));
    v_round.secret := hippo.from_hex(p_secret);
    v_round.outcome_seed := v_reveal.outcome_seed;
    v_round.film_seed := v_reveal.film_seed;
    v_round.runner_order := v_reveal.runner_order;
    perform hippo.round_make_void(v_round);
    return true;
end
$$;
