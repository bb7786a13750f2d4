-- SPDX-License-Identifier: MIT
-- hippo.hr1_chain_step: one step down the chain of a session's secrets, SHA-256("HR1/chain" || secret).
--
-- Parameters
--   p_secret  the secret of round i, 32 bytes
-- Returns
--   32 bytes: the secret of round i-1, which is also the commitment to p_secret
-- Errors
--   HP400  p_secret is null or not 32 bytes
create or replace function hippo.hr1_chain_step(p_secret bytea)
returns bytea
language plpgsql
immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if octet_length(p_secret) is distinct from 32 then
        raise exception 'a secret has 32 bytes' using errcode = 'HP400';
    end if;
    return hippo.digest('HR1/chain'::bytea || p_secret, 'sha256');
end
$$;
