-- SPDX-License-Identifier: MIT
-- Purpose: pays what a ticket won, or refunds a ticket of a void round: once, whoever races. The ticket's row is held, its
--          state moves, the claim goes and the payment has the ticket as its key, all in one transaction. What is kept of a prize
--          for the state never leaves the till: the rest of it is paid, up to the next coin.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id at which (a supervisor's choice), null for the
--             own; p_number, p_code of the ticket; p_note who it was paid to, required for a large payment; p_approval of a
--             supervisor (approval_finish), with which a cashier makes a large payment; may be null
-- Returns: json as hippo.ticket_full_json, state paid or refunded
-- Errors: HP400 note; HP401; HP403 needs_supervisor, approval_invalid, other_shop, own_copy; HP404 unknown_ticket; HP409 already_paid (at,
--         till, shop, by), not_settled, not_payable (state), till_closed, till_cash, limit_payout; HP422; HP429;
--         HP503 house_unconfirmed
create or replace function api.ticket_pay(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_note text,
    p_approval text default null)
returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_by hippo.app_user;
    v_ticket hippo.ticket;
    v_book hippo.till_book;
    v_entry hippo.journal;
    v_amount bigint;
    v_withheld bigint := 0;
    v_cash bigint;
    v_unit bigint;
    v_shop integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.house_require(), hippo.remark_require(p_note, 200, 'note');
    v_ticket := hippo.ticket_shown(v_user, p_number, p_code);
    v_book := hippo.till_take(v_user, p_till_id);
    select * into v_ticket from hippo.ticket where ticket_id = v_ticket.ticket_id for no key update;
    v_amount := coalesce(v_ticket.prize, v_ticket.stake);
    v_by := hippo.approval_use(v_user, p_approval, 'pay', hippo.ticket_number(v_ticket.ticket_id), v_amount);
    perform hippo.own_copy_refuse(v_user, v_ticket), hippo.payable_require(v_by, v_ticket, p_note);
    if v_ticket.state = 'won' then
        v_withheld := hippo.tax_withheld(v_ticket.round_id, v_amount);
    end if;
    -- A prize up to the coin of its round, for the player; a refund gives back what was taken.
    v_unit := case v_ticket.state when 'won' then coalesce(
        (select cash_unit from hippo.round_terms where round_id = v_ticket.round_id), hippo.setting_integer('cash_unit')) else 1 end;
    v_cash := (v_amount - v_withheld + v_unit - 1) / v_unit * v_unit;
    perform hippo.cash_limit_require('payout', v_user, v_book.till_id, v_cash),
            hippo.till_cash_require(v_book.till_session_id, v_cash);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id,
        case v_ticket.state when 'won' then 'pay' else 'refund' end, null, p_key, p_fingerprint);
    v_entry := hippo.posting(v_entry,
        case v_ticket.state when 'won' then 'prizes_payable' else 'refunds_payable' end::hippo.account,
        v_ticket.round_id, 'till_cash', v_book.till_id, v_amount - v_withheld);
    v_entry.ticket_id := v_ticket.ticket_id;
    v_entry.reason := nullif(btrim(p_note), '');
    v_entry.at := hippo.clock();
    insert into hippo.payment (ticket_id, till_session_id, user_id, paid_at, amount, withheld, cash, note, approved_by)
    values (v_ticket.ticket_id, v_book.till_session_id, v_user.user_id, v_entry.at, v_amount, v_withheld, v_cash,
            v_entry.reason, nullif(v_by.user_id, v_user.user_id));
    delete from hippo.claim where ticket_id = v_ticket.ticket_id;
    update hippo.ticket set state = case state when 'won' then 'paid' else 'refunded' end::hippo.ticket_state,
        closed_at = v_entry.at, closed_scope = v_book.till_id, closed_seq = v_book.seq + 1
    where ticket_id = v_ticket.ticket_id returning * into v_ticket;
    v_entry.after := hippo.ticket_full_json(v_ticket);
    perform hippo.journal_append(v_entry);
    select shop_id into v_shop from hippo.till where till_id = v_book.till_id;
    if v_cash > v_amount - v_withheld then
        perform hippo.posting_extra(v_entry, 'rounding', 'rounding', v_shop, 'till_cash', v_book.till_id,
                                    v_cash - (v_amount - v_withheld));
    end if;
    if v_withheld > 0 then
        perform hippo.posting_extra(v_entry, 'withholding', 'prizes_payable', v_ticket.round_id, 'tax', v_shop, v_withheld);
    end if;
    return v_entry.after;
end
$$;
