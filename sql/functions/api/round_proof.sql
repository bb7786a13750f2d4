-- SPDX-License-Identifier: MIT
-- Purpose: all that anybody needs to draw a round again. What is secret before the result is null until then.
-- Parameters: p_round_id
-- Returns: json, null when there is no such round
create or replace function api.round_proof(p_round_id bigint) returns json
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object(
        'roundId', r.round_id, 'number', r.round_id, 'session', s.name, 'chainIndex', r.chain_index,
        'anchor', encode(s.anchor, 'hex'),
        'phase', r.phase,
        'commitment', encode(r.commitment, 'hex'),
        'card', r.card_text, 'cardHash', encode(r.card_hash, 'hex'),
        'beacon', encode(r.beacon, 'hex'),
        'secret', case when is_public then encode(r.secret, 'hex') end,
        'outcomeSeed', case when is_public then encode(r.outcome_seed, 'hex') end,
        'order', case when is_public then r.runner_order end,
        'filmSeed', case when is_public then encode(r.film_seed, 'hex') end)
    from (select *, phase in ('settled', 'void') as is_public from hippo.round where round_id = p_round_id) r
    join hippo.session s on s.session_id = r.session_id
$$;
