-- SPDX-License-Identifier: MIT
-- Purpose: ends an export: its last line, with the signature, as a part of its own.
-- Parameters: p_export_id; p_public_key the signer's; p_hash of all parts so far; p_signature; all in hex
-- Errors: HP400 not hexadecimal, or of another length; or the export is not one that waits for this key's signature
create or replace function scheduler.export_sign(
    p_export_id bigint, p_public_key text, p_hash text, p_signature text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_export hippo.export;
    v_line text;
begin
    if octet_length(hippo.from_hex(p_hash)) <> 32 or octet_length(hippo.from_hex(p_signature)) <> 64 then
        raise exception 'a hash has 32 bytes, a signature 64' using errcode = 'HP400';
    end if;
    select * into v_export from hippo.export
    where export_id = p_export_id and signed_at is null and public_key = hippo.from_hex(p_public_key) for update;
    if not found then
        raise exception 'there is no such export to sign' using errcode = 'HP400';
    end if;
    -- hippo-verify writes the same bytes (common/verify/seal.c) and compares.
    v_line := format('{"type":"end","lines":%s,"rounds":%s,"tickets":%s,"entries":%s,"hash":"%s","signature":"%s"}' || E'\n',
        v_export.lines, v_export.rounds, v_export.tickets, v_export.entries, p_hash, p_signature);
    insert into hippo.export_part (export_id, part, text) values (p_export_id, v_export.parts + 1, v_line);
    update hippo.export
    set parts = parts + 1, bytes = bytes + octet_length(v_line), hash = hippo.from_hex(p_hash),
        signature = hippo.from_hex(p_signature), signed_at = hippo.clock()
    where export_id = p_export_id;
end
$$;
