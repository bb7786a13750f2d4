-- SPDX-License-Identifier: MIT
-- Purpose: has this request been done already? Concurrent requests with the same key wait here for each other; the
--          journal entry that carries the key commits with the effect, so there is one winner and the others repeat its answer.
-- Parameters: p_user_id; p_key of the request; p_fingerprint SHA-256 of what it asks
-- Returns: json, the answer that was given; null when the request is new
-- Errors: HP400 no usable key; HP422 key_burnt, the key was given up (api.request_burn); key_reused, it was used for another
--         request
create or replace function hippo.request_replay(p_user_id integer, p_key text, p_fingerprint bytea) returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_entry hippo.journal;
begin
    if p_key is null or p_key !~ '^[A-Za-z0-9_.:-]{8,64}$' or octet_length(p_fingerprint) is distinct from 32 then
        perform hippo.refuse(400, 'idempotency_key', 'an Idempotency-Key of 8 to 64 letters, digits or _.:- is required');
    end if;
    perform pg_advisory_xact_lock(hashtextextended(p_key, p_user_id));
    select * into v_entry from hippo.journal where user_id = p_user_id and key = p_key;
    if not found then
        return null;
    end if;
    if v_entry.action = 'burn' then
        perform hippo.refuse(422, 'key_burnt', 'this Idempotency-Key was given up: what is asked under it is not done any more');
    end if;
    if v_entry.fingerprint <> p_fingerprint then
        perform hippo.refuse(422, 'key_reused', 'this Idempotency-Key was used for another request');
    end if;
    if v_entry.action = 'sale' then
        return hippo.sale_json(v_entry.ticket_id);
    end if;
    return v_entry.after;
end
$$;
