-- SPDX-License-Identifier: MIT
-- Purpose: the lines of an export, but for the last one: a header; the rounds that opened on these days, after their sessions;
--          and of each chain of the journal the run of entries in which they fall, whole. A round's sales may go on past
--          midnight: so does the journal then.
-- Parameters: p_from, p_to days, both included; p_public_key with which the file will be signed
-- Returns: kind of the line (as its `type`, but `sale` for an entry with a ticket), line. Stable, so that all of it is as of one
--          moment.
create or replace function hippo.export_lines(p_from date, p_to date, p_public_key bytea) returns table (kind text, line json)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_zone text := hippo.setting_text('time_zone');
    v_from timestamptz := hippo.day_begins(p_from);
    v_to timestamptz := hippo.day_begins(p_to + 1);
    v_until timestamptz := greatest(v_to, (select max(locks_at) from hippo.round where opened_at >= v_from and opened_at < v_to));
    v_chain record;
begin
    return query select 'header', json_build_object(
        'type', 'header', 'format', 'hippodrome-export', 'version', 1, 'house', hippo.setting_text('house_name'),
        'currency', hippo.setting_text('currency'), 'currencyDigits', hippo.setting_integer('currency_digits'),
        'timeZone', v_zone, 'from', p_from, 'to', p_to, 'schema', scheduler.schema_version(),
        'generatedAt', hippo.rfc3339(hippo.clock()), 'publicKey', encode(p_public_key, 'hex'));
    return query
        select 'session', json_build_object(
            'type', 'session', 'name', s.name, 'rounds', s.rounds, 'anchor', encode(s.anchor, 'hex'),
            'createdAt', hippo.rfc3339(s.created_at), 'keyFingerprint', encode(s.key_fingerprint, 'hex'))
        from hippo.session s
        where s.session_id in (select session_id from hippo.round where opened_at >= v_from and opened_at < v_to)
        order by s.session_id;
    return query
        select 'round', json_strip_nulls(json_build_object(
            'type', 'round', 'proof', api.round_proof(r.round_id), 'openedAt', hippo.rfc3339(r.opened_at),
            'settledAt', hippo.rfc3339(r.settled_at), 'voidedAt', hippo.rfc3339(r.voided_at), 'voidReason', r.void_reason,
            'totals', (select json_build_object('tickets', w.tickets, 'stakes', w.stakes, 'prizes', w.prizes,
                                                'winningTickets', w.winning_tickets)
                       from hippo.round_totals w where w.round_id = r.round_id)))
        from hippo.round r where r.opened_at >= v_from and r.opened_at < v_to
        order by r.round_id;
    -- Looked for from the last seal before these days to the first one after them, in which the night is.
    for v_chain in
        select b.scope, min(j.seq) as first, max(j.seq) as last
        from (select 0 as scope union all select till_id from hippo.till_book) b
        cross join lateral hippo.chain_entries(
            b.scope,
            coalesce((select c.last_seq from hippo.seal_chain c where c.scope = b.scope and c.day < p_from
                      order by c.last_seq desc limit 1), 0),
            coalesce((select c.last_seq from hippo.seal_chain c where c.scope = b.scope and c.day > p_to
                      order by c.last_seq limit 1), 9223372036854775807)) j
        where j.at >= v_from and j.at < v_until
        group by b.scope order by b.scope
    loop
        return query
            select 'chain', json_build_object(
                'type', 'chain', 'scope', v_chain.scope, 'first', v_chain.first, 'last', v_chain.last, 'before', encode(coalesce(
                    (select hash from hippo.journal where scope = v_chain.scope and seq < v_chain.first order by seq desc limit 1),
                    sha256(convert_to(case v_chain.scope when 0 then 'house' else 'till ' || v_chain.scope end, 'UTF8'))), 'hex'));
        return query
            select case when j.action = 'sale' then 'sale' else 'entry' end, hippo.export_entry(j) from hippo.journal j
            where j.scope = v_chain.scope and j.seq between v_chain.first and v_chain.last
            order by j.seq;
    end loop;
end
$$;
