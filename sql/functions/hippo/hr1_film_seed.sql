-- SPDX-License-Identifier: MIT
-- hippo.hr1_film_seed: the seed of a round's film, HMAC-SHA256(outcome seed, "HR1/film").
--
-- Parameters
--   p_outcome_seed  32 bytes, from hippo.hr1_outcome_seed
-- Returns
--   32 bytes
-- Errors
--   HP400  p_outcome_seed is null or not 32 bytes
create or replace function hippo.hr1_film_seed(p_outcome_seed bytea)
returns bytea
language plpgsql
immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if octet_length(p_outcome_seed) is distinct from 32 then
        raise exception 'an outcome seed has 32 bytes' using errcode = 'HP400';
    end if;
    return hippo.hmac('HR1/film'::bytea, p_outcome_seed, 'sha256');
end
$$;
