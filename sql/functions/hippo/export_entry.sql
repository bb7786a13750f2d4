-- SPDX-License-Identifier: MIT
-- Purpose: a journal entry as an export has it: everything that its hash covers, to the byte, so `before` and `after` are
--          text; and with a sale its ticket, whose lines the hash covers too.
-- Parameters: p_entry
-- Returns: json; what is null is left out
create or replace function hippo.export_entry(p_entry hippo.journal) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return json_strip_nulls(json_build_object(
        'type', 'entry', 'scope', p_entry.scope, 'entry', p_entry.seq, 'at', hippo.export_time(p_entry.at),
        'userId', p_entry.user_id, 'user', (select username from hippo.app_user where user_id = p_entry.user_id),
        'action', p_entry.action, 'ticketId', p_entry.ticket_id, 'debit', p_entry.debit, 'debitId', p_entry.debit_id,
        'credit', p_entry.credit, 'creditId', p_entry.credit_id, 'amount', p_entry.amount, 'key', p_entry.key,
        'fingerprint', encode(p_entry.fingerprint, 'hex'), 'subject', p_entry.subject, 'address', p_entry.address,
        'before', p_entry.before::text, 'after', p_entry.after::text, 'reason', p_entry.reason,
        'hash', encode(p_entry.hash, 'hex'),
        'ticket', case when p_entry.action = 'sale' then (
            select json_build_object(
                'number', hippo.ticket_number(t.ticket_id), 'roundId', t.round_id, 'state', t.state, 'prize', t.prize,
                'closedAt', hippo.rfc3339(t.closed_at),
                'lines', (
                    select json_agg(json_build_object(
                        'priceId', u.price_id, 'market', p.market, 'selection', p.selection, 'odds', p.odds,
                        'stake', u.stake, 'prize', u.prize) order by u.line)
                    from unnest(t.price_ids, t.stakes, t.prizes) with ordinality as u (price_id, stake, prize, line)
                    left join hippo.price p on p.price_id = u.price_id))
            from hippo.ticket t where t.ticket_id = p_entry.ticket_id) end));
end
$$;
