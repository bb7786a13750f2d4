-- SPDX-License-Identifier: MIT
-- Purpose: a duplicate of a ticket: numbered, and on record. It has the ticket's code: when money may come of it a supervisor
--          prints it or approves it, and another person pays (hippo.copy_require, hippo.own_copy_refuse).
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_number; p_approval of a supervisor (approval_finish),
--             with which a cashier prints what money may come of; may be null
-- Returns: json as hippo.ticket_print_json, copy 1 or more
-- Errors: HP401; HP403; HP403 needs_supervisor, rights_too_new, approval_invalid; HP404; HP422
create or replace function api.ticket_copy(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_number text, p_approval text default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_by hippo.app_user;
    v_ticket hippo.ticket;
    v_till_id integer;
    v_is_due boolean;
    v_entry hippo.journal;
begin
    select * into v_ticket from hippo.ticket where ticket_id = hippo.ticket_id(p_number);
    if not found or not hippo.ticket_is_open_to(v_user, v_ticket.till_session_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such ticket');
    end if;
    if v_answer is not null then
        return hippo.ticket_print_json(v_ticket, (v_answer ->> 'copy')::integer);
    end if;
    select till_id into v_till_id from hippo.till_session where till_session_id = v_ticket.till_session_id;
    perform from hippo.till_book where till_id = v_till_id for no key update;
    select * into v_ticket from hippo.ticket where ticket_id = v_ticket.ticket_id for no key update;
    -- The race may be settled while the supervisor types: what she approved by its stake is approved by its prize, too.
    v_by := hippo.approval_use(v_user, p_approval, 'copy', hippo.ticket_number(v_ticket.ticket_id), coalesce(
        (select amount from hippo.approval where token_hash = sha256(convert_to(p_approval, 'UTF8')) and amount = v_ticket.stake),
        v_ticket.prize, v_ticket.stake));
    perform hippo.copy_require(v_by, v_ticket);
    v_is_due := hippo.copy_is_due(v_user, v_ticket);
    update hippo.ticket set copies = copies + 1 where ticket_id = v_ticket.ticket_id returning * into v_ticket;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_till_id, 'copy', null, p_key, p_fingerprint);
    v_entry.ticket_id := v_ticket.ticket_id;
    v_entry.after := json_build_object('copy', v_ticket.copies, 'due', v_is_due); -- the code on it must not stand in the journal
    if v_by.user_id <> v_user.user_id then
        v_entry.after := hippo.json_join(v_entry.after, json_build_object('approvedBy', hippo.user_json(v_by.user_id)));
    end if;
    perform hippo.journal_append(v_entry);
    return hippo.ticket_print_json(v_ticket, v_ticket.copies);
end
$$;
