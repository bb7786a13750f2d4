-- SPDX-License-Identifier: MIT
-- hippo.hr1_outcome_seed: the one value that decides a round,
-- HMAC-SHA256(secret, "HR1/outcome" || 0x00 || u64be(round) || card hash || beacon).
--
-- Parameters
--   p_secret     the secret of the round, 32 bytes
--   p_round      its number, not negative
--   p_card_hash  SHA-256 of the canonical card text, 32 bytes
--   p_beacon     the public random value, 32 bytes; all zero when the session has none
-- Returns
--   32 bytes
-- Errors
--   HP400  a parameter is null, of another length, or negative
create or replace function hippo.hr1_outcome_seed(
    p_secret bytea, p_round bigint, p_card_hash bytea, p_beacon bytea)
returns bytea
language plpgsql
immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if octet_length(p_secret) is distinct from 32 or octet_length(p_card_hash) is distinct from 32
       or octet_length(p_beacon) is distinct from 32 then
        raise exception 'secret, card hash and beacon have 32 bytes each' using errcode = 'HP400';
    end if;
    if p_round is null or p_round < 0 then
        raise exception 'a round number is not negative' using errcode = 'HP400';
    end if;
    -- int8send is the big-endian form on every machine.
    return hippo.hmac('HR1/outcome'::bytea || '\x00'::bytea || int8send(p_round) || p_card_hash || p_beacon,
                      p_secret, 'sha256');
end
$$;
