-- SPDX-License-Identifier: MIT
-- Purpose: takes a sale back before the lock: by the till that sold it, or by a supervisor at a till of the shop; the whole
--          stake goes back from that till. The tills' rows are held before the round is looked at, as in the sale: the
--          scheduler waits for them before it locks.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id at which (a supervisor's choice), null for the
--             own; p_number, p_code of the ticket, which has to be there; p_reason; p_approval of a supervisor
--             (approval_finish), with which a cashier voids more than void_limit; may be null
-- Returns: json as hippo.ticket_full_json, state voided; with approvedBy when a supervisor approved it
-- Errors: HP400 reason; HP401; HP403 forbidden, own_copy, approval_invalid; HP404 unknown_ticket; HP409 betting_closed, not_voidable,
--         till_closed, till_cash, void_limit; HP422; HP429; HP503 house_unconfirmed
create or replace function api.ticket_void(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_reason text,
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
    v_seller hippo.till;
    v_book hippo.till_book;
    v_entry hippo.journal;
    v_now timestamptz;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.house_require();
    p_reason := hippo.text_require(p_reason, 200, 'reason');
    v_ticket := hippo.ticket_shown(v_user, p_number, p_code);
    select t.* into v_seller from hippo.till_session s join hippo.till t on t.till_id = s.till_id
    where s.till_session_id = v_ticket.till_session_id;
    -- Two tills may be in it: always in the same order, so that two voids cannot wait for each other.
    perform from hippo.till_book b where b.till_id in (v_seller.till_id, p_till_id) or b.user_id = v_user.user_id
    order by b.till_id for no key update;
    v_book := hippo.till_take(v_user, p_till_id);
    if v_seller.till_id <> v_book.till_id and (v_user.role <> 'supervisor' or v_seller.shop_id <> v_user.shop_id) then
        perform hippo.refuse(403, 'forbidden', 'a ticket is voided where it was sold, or by a supervisor of the shop');
    end if;
    v_by := hippo.approval_use(v_user, p_approval, 'void', hippo.ticket_number(v_ticket.ticket_id), v_ticket.stake);
    perform hippo.void_limit_require(v_by, v_book), hippo.till_cash_require(v_book.till_session_id, v_ticket.stake);
    v_now := hippo.clock(); -- a time at which betting is open, if it is; the lock waits for the till, however long the rest takes
    if not hippo.round_is_betting(v_ticket.round_id) then
        perform hippo.refuse(409, 'betting_closed', 'betting is closed: the ticket stands');
    end if;
    select * into v_ticket from hippo.ticket where ticket_id = v_ticket.ticket_id for no key update;
    if v_ticket.state <> 'sold' then
        perform hippo.refuse(409, 'not_voidable', format('the ticket is %s', v_ticket.state),
                             jsonb_build_object('state', v_ticket.state));
    end if;
    perform hippo.own_copy_refuse(v_user, v_ticket);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id, 'void', null, p_key, p_fingerprint);
    v_entry := hippo.posting(v_entry, 'open_bets', v_ticket.round_id, 'till_cash', v_book.till_id, v_ticket.stake);
    v_entry.ticket_id := v_ticket.ticket_id;
    v_entry.reason := p_reason;
    v_entry.at := v_now;
    update hippo.till_book set stakes = stakes - v_ticket.stake
    where till_id = v_seller.till_id and round_id = v_ticket.round_id;
    update hippo.ticket t set state = 'voided', closed_at = v_entry.at, closed_scope = v_book.till_id,
        closed_seq = (select seq + 1 from hippo.till_book where till_id = v_book.till_id)
    where ticket_id = v_ticket.ticket_id returning * into v_ticket;
    v_entry.after := hippo.ticket_full_json(v_ticket);
    if v_by.user_id <> v_user.user_id then
        v_entry.after := hippo.json_join(v_entry.after, json_build_object('approvedBy', hippo.user_json(v_by.user_id)));
    end if;
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
