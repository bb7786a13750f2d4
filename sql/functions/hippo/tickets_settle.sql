-- SPDX-License-Identifier: MIT
-- Purpose: settles the tickets of a round, all at once, in the transaction that makes its result final: nobody ever sees a
--          settled round with a ticket that is still open. What a line pays was fixed when it was sold; here it only shows
--          which lines won. Runs once for a round, because the phase moves once.
-- Parameters: p_round a row, just settled
-- Returns: json {tickets, stakes, prizes, winningTickets}
create or replace function hippo.tickets_settle(p_round hippo.round) returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_winning integer[] := hippo.round_winning(p_round);
    v_totals hippo.round_totals;
    v_shop record;
    v_entry hippo.journal;
begin
    update hippo.ticket t
    set (state, prize) = (
        select case when sum(u.prize) > 0 then 'won' else 'lost' end::hippo.ticket_state, coalesce(sum(u.prize), 0)
        from unnest(t.price_ids, t.prizes) as u (price_id, prize) where u.price_id = any (v_winning))
    where t.round_id = p_round.round_id and t.state = 'sold';
    insert into hippo.claim (ticket_id, round_id, amount, since, expires_at)
    select ticket_id, round_id, prize, p_round.settled_at,
           p_round.settled_at + (select ticket_days from hippo.round_terms where round_id = p_round.round_id) * interval '1 day'
    from hippo.ticket
    where round_id = p_round.round_id and state = 'won' order by ticket_id;
    v_totals := hippo.round_totals_insert(p_round);

    v_entry.action := 'settle';
    v_entry.subject := p_round.round_id;
    v_entry.at := p_round.settled_at;
    v_entry.after := json_build_object('tickets', v_totals.tickets, 'stakes', v_totals.stakes, 'prizes', v_totals.prizes,
                                       'winningTickets', v_totals.winning_tickets);
    perform hippo.journal_append(v_entry);
    for v_shop in
        select ticket_id / 100000000000 as shop_id, sum(stake)::bigint as stakes, sum(prize)::bigint as prizes
        from hippo.ticket where round_id = p_round.round_id and state <> 'voided' group by 1 order by 1
    loop
        perform hippo.posting_extra(v_entry, 'stakes', 'open_bets', p_round.round_id, 'revenue', v_shop.shop_id, v_shop.stakes);
        if v_shop.prizes > 0 then
            perform hippo.posting_extra(v_entry, 'prizes', 'revenue', v_shop.shop_id, 'prizes_payable', p_round.round_id,
                                        v_shop.prizes);
        end if;
    end loop;
    if v_totals.tickets > 0 then
        perform hippo.tills_tell(p_round.round_id, 'tickets_settled', v_entry.after);
    end if;
    return v_entry.after;
end
$$;
