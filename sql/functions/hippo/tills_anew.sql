-- SPDX-License-Identifier: MIT
-- Purpose: the part of house_anew about tills. Each journal goes on at least a million above all that it has, and above all
--          that any till is known to have written. The jump is an entry of its own, `set_back`, which says after which
--          number it comes; the tickets' numbers come from there, so they jump along.
-- Parameters: p_entry the highest number in any till's journal that a scheduler's record knows, may be null
create or replace function hippo.tills_anew(p_entry bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_million constant bigint := 1000000;
    v_book hippo.till_book;
    v_entry hippo.journal;
begin
    for v_book in select * from hippo.till_book order by till_id for no key update loop
        -- Near the end of its numbers a till sells nothing any more (till_enter), but still pays.
        v_entry.seq := least(((greatest(v_book.seq, p_entry) + v_million) / v_million + 1) * v_million,
                             hippo.till_seq_max() - 9 * v_million);
        continue when v_entry.seq <= v_book.seq;
        insert into hippo.till_past_secret (till_id, below_seq, secret) values (v_book.till_id, v_entry.seq, v_book.secret);
        update hippo.till_book set secret = hippo.gen_random_bytes(32), seq = v_entry.seq - 1 where till_id = v_book.till_id;
        v_entry.scope := v_book.till_id;
        v_entry.action := 'set_back';
        v_entry.before := json_build_object('entry', v_book.seq);
        v_entry.at := null;
        perform hippo.journal_append(v_entry);
    end loop;
end
$$;
