-- SPDX-License-Identifier: MIT
-- Purpose: an export as auditors see it.
-- Parameters: p_export a row
-- Returns: json {exportId, from, to, state, askedBy, askedAt, signedAt, bytes, lines, rounds, tickets, entries, hash, publicKey,
--          signature}; null from signedAt on until it is signed
create or replace function hippo.export_json(p_export hippo.export) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object(
        'exportId', p_export.export_id, 'from', p_export.from_day, 'to', p_export.to_day,
        'state', hippo.export_state(p_export), 'askedBy', hippo.user_json(p_export.user_id),
        'askedAt', hippo.rfc3339(p_export.asked_at), 'signedAt', hippo.rfc3339(s.signed_at), 'bytes', s.bytes, 'lines', s.lines,
        'rounds', s.rounds, 'tickets', s.tickets, 'entries', s.entries, 'hash', encode(s.hash, 'hex'),
        'publicKey', encode(s.public_key, 'hex'), 'signature', encode(s.signature, 'hex'))
    from (select (case when p_export.signed_at is not null then p_export end).*) s
$$;
