-- SPDX-License-Identifier: MIT
-- Purpose: the hash of a seal: over the one before, its own row, and its content. In SQL, to become part of what calls it.
-- Parameters: p_before the hash of the day before, null for the first day; p_seal a row
-- Returns: bytea, 32 bytes
create or replace function hippo.seal_hash(p_before bytea, p_seal hippo.seal) returns bytea
language sql stable
as $$
    select sha256(coalesce(p_before, sha256('seal')) || convert_to(format(
        'HIPPO-SEAL %s %s %s %s', p_seal.day - date '2000-01-01', p_seal.first_round_id, p_seal.last_round_id, p_seal.entries),
        'UTF8') || timestamptz_send(p_seal.starts_at) || timestamptz_send(p_seal.ends_at) || p_seal.content)
$$;
