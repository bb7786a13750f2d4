-- SPDX-License-Identifier: MIT
-- Purpose: the beginning of a journal entry: who asks, from where, for what.
-- Parameters: p_token_hash of the session; p_user_id; p_scope the till, 0 for the house; p_action; p_subject what it is
--             about, may be null; p_key, p_fingerprint of the request, null for a posting that goes with another entry
-- Returns: a row for hippo.journal_append; the caller fills in the rest
create or replace function hippo.journal_entry(
    p_token_hash bytea, p_user_id integer, p_scope integer, p_action text, p_subject text, p_key text default null,
    p_fingerprint bytea default null) returns hippo.journal
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_entry hippo.journal;
begin
    v_entry.scope := p_scope;
    v_entry.user_id := p_user_id;
    v_entry.action := p_action;
    v_entry.subject := p_subject;
    v_entry.key := p_key;
    v_entry.fingerprint := p_fingerprint;
    v_entry.address := (select address from hippo.sign_in where token_hash = p_token_hash);
    return v_entry;
end
$$;
