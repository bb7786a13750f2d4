-- SPDX-License-Identifier: MIT
-- Purpose: brings a till's running totals up to the head of its journal, reading only what is new.
-- Parameters: p_book of the till; p_round_id the current round, whose tickets are counted
-- Returns: json {tillId, entries, tickets [{number, change, amount, at}, the newest 50], session {sessionId, state, totals},
--          dropDue}; session is that of the newest entries, null before the first; totals are {sales, voids, payments,
--          refunds: each {count}}, no sums: the cashier follows the channel, and counts blind
create or replace function hippo.pulse_till(p_book hippo.till_book, p_round_id bigint) returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_told hippo.pulse_till;
    v_session hippo.till_session;
    v_after bigint;
    v_tickets json;
begin
    insert into hippo.pulse_till (till_id, seq) values (p_book.till_id, 0) on conflict do nothing;
    select * into v_told from hippo.pulse_till where till_id = p_book.till_id;
    v_after := v_told.seq;
    select * into v_session from hippo.till_session
    where till_id = p_book.till_id and opened_seq <= p_book.seq order by till_session_id desc limit 1;
    if v_session.till_session_id is distinct from v_told.till_session_id then
        delete from hippo.pulse_till where till_id = p_book.till_id;
        insert into hippo.pulse_till (till_id, seq, till_session_id, round_id, round_tickets)
        values (p_book.till_id, v_session.opened_seq - 1, v_session.till_session_id, v_told.round_id, v_told.round_tickets)
        returning * into v_told;
    end if;
    update hippo.pulse_till p
    set seq = p_book.seq, sales_count = p.sales_count + n.sales_count, sales = p.sales + n.sales,
        voids_count = p.voids_count + n.voids_count, voids = p.voids + n.voids,
        payments_count = p.payments_count + n.payments_count, payments = p.payments + n.payments,
        refunds_count = p.refunds_count + n.refunds_count, refunds = p.refunds + n.refunds, cash = p.cash + n.cash,
        round_id = p_round_id,
        round_tickets = case when p.round_id = p_round_id then p.round_tickets else 0 end + (
            select count(*) filter (where action = 'sale' and credit_id = p_round_id)
                 - count(*) filter (where action = 'void' and debit_id = p_round_id)
            from hippo.journal where scope = p_book.till_id and seq > v_after and seq <= p_book.seq)
    from (
        select count(*) filter (where action = 'sale') as sales_count, coalesce(sum(amount) filter (where action = 'sale'), 0) as sales,
               count(*) filter (where action = 'void') as voids_count, coalesce(sum(amount) filter (where action = 'void'), 0) as voids,
               count(*) filter (where action = 'pay') as payments_count, coalesce(sum(amount) filter (where action = 'pay'), 0) as payments,
               count(*) filter (where action = 'refund') as refunds_count, coalesce(sum(amount) filter (where action = 'refund'), 0) as refunds,
               coalesce(sum(case when debit = 'till_cash' then amount when credit = 'till_cash' then -amount end), 0) as cash
        from hippo.journal where scope = p_book.till_id and seq > v_told.seq and seq <= p_book.seq) n
    where p.till_id = p_book.till_id returning p.* into v_told;
    select coalesce(json_agg(json_build_object('number', hippo.ticket_number(j.ticket_id), 'change', j.action,
                                               'amount', j.amount, 'at', hippo.rfc3339(j.at)) order by j.seq), '[]')
    into v_tickets
    from (select * from hippo.journal
          where scope = p_book.till_id and seq > v_after and seq <= p_book.seq and ticket_id is not null and action not in ('rounding', 'withholding')
          order by seq desc limit 50) j;
    return json_build_object(
        'tillId', p_book.till_id,
        'entries', (select count(*) from hippo.journal where scope = p_book.till_id and seq > v_after and seq <= p_book.seq),
        'tickets', v_tickets,
        'session', case when v_session.till_session_id is not null then json_build_object(
            'sessionId', v_session.till_session_id, 'state', v_session.state, 'totals', json_build_object(
                'sales', json_build_object('count', v_told.sales_count),
                'voids', json_build_object('count', v_told.voids_count),
                'payments', json_build_object('count', v_told.payments_count),
                'refunds', json_build_object('count', v_told.refunds_count))) end,
        'dropDue', v_session.state is not distinct from 'open' and v_told.cash > hippo.setting_integer('till_cash_max'));
end
$$;
