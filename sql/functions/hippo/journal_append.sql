-- SPDX-License-Identifier: MIT
-- Purpose: writes one entry to the journal of its scope: number, time and hash come from here. The head's row is held to
--          commit, so the entries of a scope are in the order of their commits.
-- Parameters: p_entry a row of hippo.journal; scope 0 (or null) is the house
-- Returns: bigint, the entry's number
-- Errors: HP409 till_full, the till has no number left
create or replace function hippo.journal_append(p_entry hippo.journal) returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_before bytea;
begin
    p_entry.scope := coalesce(p_entry.scope, 0);
    if p_entry.scope = 0 then
        select seq + 1, hash into p_entry.seq, v_before from hippo.house_book for no key update;
    else
        select seq + 1, hash into p_entry.seq, v_before from hippo.till_book where till_id = p_entry.scope for no key update;
    end if;
    if p_entry.scope <> 0 and p_entry.seq > hippo.till_seq_max() then
        perform hippo.refuse(409, 'till_full', 'this till''s journal is full: an admin has to set up another till');
    end if;
    p_entry.at := coalesce(p_entry.at, hippo.clock());
    p_entry.hash := hippo.journal_hash(v_before, p_entry, hippo.journal_content(p_entry, null));
    insert into hippo.journal select p_entry.*;
    if p_entry.scope = 0 then
        update hippo.house_book set seq = p_entry.seq, hash = p_entry.hash;
    else
        update hippo.till_book set seq = p_entry.seq, hash = p_entry.hash where till_id = p_entry.scope;
    end if;
    return p_entry.seq;
end
$$;
