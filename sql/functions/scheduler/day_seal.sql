-- SPDX-License-Identifier: MIT
-- Purpose: seals the oldest day that is over and not sealed yet. In one transaction: a crash leaves all of it or nothing, and the
--          next call does it. It reads what the day wrote and nothing older, and takes no lock that a sale could want, so the
--          scheduler calls it on a connection of its own until nothing is due; any scheduler may, and only one does at a time.
-- Returns: json {sealed, entries, hash}: the day, null when none was due
create or replace function scheduler.day_seal() returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
set jit = off
set enable_seqscan = off
as $$
declare
    v_seal hippo.seal;
    v_entry hippo.journal;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('day seal', 0)) then
        return json_build_object('sealed', null);
    end if;
    v_seal := hippo.seal_next();
    if v_seal.day is null then
        return json_build_object('sealed', null);
    end if;
    -- Of each chain the entries up to the first one of a later day. An entry whose clock was ahead is passed over if earlier
    -- ones follow within a thousand, or its chain would stay open until its time has come.
    insert into hippo.seal_chain (day, scope, after_seq, last_seq, hash)
    select v_seal.day, b.scope, b.after_seq, l.seq, l.hash
    from hippo.window_chain((select max(day) from hippo.seal), null) b
    cross join lateral (
        select j.seq, j.hash from hippo.journal j
        where j.scope = b.scope and j.seq > b.after_seq and j.at < v_seal.ends_at and j.seq <= b.head_seq
            and j.seq < coalesce((select k.seq + 1000 from hippo.journal k
                                  where k.scope = b.scope and k.seq > b.after_seq and k.at >= v_seal.ends_at order by k.seq limit 1),
                                 9223372036854775807)
        order by j.seq desc limit 1) l;
    perform hippo.seal_figures(v_seal.day);
    select coalesce(sum(n.entries), 0) into v_seal.entries
    from hippo.seal_chain c
    cross join lateral (select count(*) as entries from hippo.journal j
                        where j.scope = c.scope and j.seq > c.after_seq and j.seq <= c.last_seq) n
    where c.day = v_seal.day;
    v_seal.first_round_id := coalesce((select max(last_round_id) from hippo.seal), 10000000) + 1;
    v_seal.last_round_id := greatest(
        v_seal.first_round_id - 1, (select round_id from hippo.round_day where day <= v_seal.day order by day desc, round_id desc limit 1));
    v_seal.content := hippo.seal_content(v_seal.day);
    v_seal.hash := hippo.seal_hash((select hash from hippo.seal order by day desc limit 1), v_seal);
    v_seal.sealed_at := hippo.clock();
    v_entry.action := 'seal';
    v_entry.subject := v_seal.day;
    v_entry.after := json_build_object('day', v_seal.day, 'entries', v_seal.entries, 'hash', encode(v_seal.hash, 'hex'));
    v_seal.entry := hippo.journal_append(v_entry);
    insert into hippo.seal select v_seal.*;
    return json_build_object('sealed', v_seal.day, 'entries', v_seal.entries, 'hash', encode(v_seal.hash, 'hex'));
end
$$;
