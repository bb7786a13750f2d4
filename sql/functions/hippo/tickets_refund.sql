-- SPDX-License-Identifier: MIT
-- Purpose: a void round gives every stake back: its tickets become refundable, in the transaction that makes it void.
-- Parameters: p_round a row, just made void
create or replace function hippo.tickets_refund(p_round hippo.round) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_totals hippo.round_totals;
    v_entry hippo.journal;
begin
    update hippo.ticket set state = 'refundable' where round_id = p_round.round_id and state = 'sold';
    insert into hippo.claim (ticket_id, round_id, amount, since, expires_at)
    select ticket_id, round_id, stake, p_round.voided_at,
           p_round.voided_at + (select ticket_days from hippo.round_terms where round_id = p_round.round_id) * interval '1 day'
    from hippo.ticket
    where round_id = p_round.round_id and state = 'refundable' order by ticket_id;
    v_totals := hippo.round_totals_insert(p_round);
    v_entry.action := 'round_void';
    v_entry.subject := p_round.round_id;
    v_entry.at := p_round.voided_at;
    v_entry.reason := p_round.void_reason;
    v_entry.after := json_build_object('tickets', v_totals.tickets, 'stakes', v_totals.stakes);
    if v_totals.stakes > 0 then
        v_entry := hippo.posting(v_entry, 'open_bets', p_round.round_id, 'refunds_payable', p_round.round_id, v_totals.stakes);
    end if;
    perform hippo.journal_append(v_entry);
    if v_totals.tickets > 0 then
        perform hippo.tills_tell(p_round.round_id, 'tickets_refundable', v_entry.after);
    end if;
end
$$;
