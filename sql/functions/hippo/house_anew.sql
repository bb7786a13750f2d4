-- SPDX-License-Identifier: MIT
-- Purpose: the house begins anew. No round of the session opens any more, and the one that is open is void: whoever knows
--          a secret that was told later, or has the key, knows the results to come. After a set-back moreover no number and
--          no code of a paper that was sold meanwhile can come again, and clients learn that what they saw is gone:
--          each till gets another secret, its journal goes on at a later million, and each channel of the stream has
--          another epoch.
-- Parameters: p_kind 'set_back' or 'abandoned'; p_reason; p_record the scheduler's, may be null
create or replace function hippo.house_anew(p_kind text, p_reason text, p_record json) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_latest();
    v_known hippo.confirmation;
    v_anew hippo.set_back;
    v_entry hippo.journal;
begin
    if v_round.phase not in ('settled', 'void') then
        perform hippo.round_void_request(v_round.round_id, p_reason);
    end if;
    perform hippo.sales_stop();
    select * into v_known from hippo.confirmation for no key update;
    insert into hippo.set_back (kind, reason, happened_at, session_id, last_round_id, next_round_id, known_until, lost_until)
    select p_kind, p_reason, hippo.clock(), (select max(session_id) from hippo.session), r.last,
           -- One more than the record knows may have been opened: it is written after an opening.
           greatest(r.last + 1, (p_record ->> 'round')::bigint + 2, (select max(next_round_id) from hippo.set_back)),
           v_known.beat_at, nullif(greatest((p_record ->> 'at')::timestamptz, v_known.beat_at), v_known.beat_at)
    from (select coalesce(v_round.round_id, 10000000)) r (last)
    returning * into v_anew;
    if p_kind = 'set_back' then
        perform hippo.tills_anew((p_record ->> 'entry')::bigint);
        update hippo.stream set epoch = encode(hippo.gen_random_bytes(6), 'hex');
        update hippo.confirmation c
        set era = greatest(c.era, (p_record ->> 'era')::integer) + 1, beat = greatest(c.beat, (p_record ->> 'beat')::bigint) + 1,
            system_identifier = h.system_identifier, database_oid = h.database_oid, relation_oid = h.relation_oid,
            timeline = h.timeline, confirmed_for = null, doubt = null
        from hippo.house_identity() h;
        v_entry.action := 'set_back';
        v_entry.reason := p_reason;
        v_entry.after := json_build_object(
            'lastRound', v_anew.last_round_id, 'nextRound', v_anew.next_round_id,
            'knownUntil', hippo.rfc3339(v_anew.known_until), 'lostUntil', hippo.rfc3339(v_anew.lost_until));
        perform hippo.journal_append(v_entry);
    end if;
    perform hippo.stream_append('admin', 'alarm', nullif(v_anew.last_round_id, 10000000), json_build_object(
        'kind', p_kind, 'reason', p_reason));
end
$$;
