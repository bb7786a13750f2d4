-- SPDX-License-Identifier: MIT
-- Purpose: draws a published round again from what is on record, for report.proof().
-- Parameters: p_round a settled or void row
-- Returns: outcome_seed, film_seed, runner_order; all null when its secret does not open the commitment or its runners
--          can not be drawn (a check must report such a round, not stop at it)
create or replace function hippo.round_redraw(
    p_round hippo.round, out outcome_seed bytea, out film_seed bytea, out runner_order integer[])
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_reveal record;
begin
    v_reveal := hippo.round_reveal(p_round, p_round.secret);
    outcome_seed := v_reveal.outcome_seed;
    film_seed := v_reveal.film_seed;
    runner_order := v_reveal.runner_order;
exception when sqlstate 'HP400' then
    null;
end
$$;
