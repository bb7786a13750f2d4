-- SPDX-License-Identifier: MIT
-- Purpose: publishes the key that exports are signed with, before the first one is: it follows from the scheduler's key, so it
--          counts only from one that has sealed the newest session. It is journalled: nobody can say later that it was another.
-- Parameters: p_public_key 32 bytes in hex; p_key_fingerprint hex
-- Returns: boolean, whether it is published now for the first time
-- Errors: HP401 not the leader; HP400 not hexadecimal, or no key
create or replace function scheduler.signing_key(p_public_key text, p_key_fingerprint text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_key bytea := hippo.from_hex(p_public_key);
    v_fingerprint bytea := hippo.from_hex(p_key_fingerprint);
    v_entry hippo.journal;
begin
    perform hippo.lead_require();
    if octet_length(v_key) <> 32 then
        raise exception 'a key has 32 bytes' using errcode = 'HP400';
    end if;
    insert into hippo.signing_key (public_key, key_fingerprint, published_at)
    select v_key, v_fingerprint, hippo.clock()
    from (select key_fingerprint from hippo.session order by session_id desc limit 1) s
    where s.key_fingerprint = v_fingerprint
    on conflict do nothing;
    if not found then
        return false;
    end if;
    v_entry.action := 'signing_key';
    v_entry.subject := encode(v_key, 'hex');
    perform hippo.journal_append(v_entry);
    return true;
end
$$;
