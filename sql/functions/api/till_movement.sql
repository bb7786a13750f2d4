-- SPDX-License-Identifier: MIT
-- Purpose: moves cash into or out of a till other than by tickets: deposit and withdrawal (the bank), cash_in and cash_out
--          (sundry receipts and expenses), supply and drop (the shop's safe).
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id, null for the own till; p_kind; p_amount;
--             p_reference a document's number, may be null; p_description why, required for cash_out;
--             p_approval of a supervisor (approval_finish), with which a cashier takes out more than is hers to, may be null
-- Returns: json {movement, kind, amount, reference, description, at, by, approvedBy, till, cash}: cash in the till after it,
--          which only a supervisor at another's till is told
-- Errors: HP400 bad_parameter; HP401; HP403; HP403 needs_supervisor, approval_invalid, same_person, rights_too_new; HP404; HP409 till_closed,
--         till_cash, limit_cash_out; HP422
create or replace function api.till_movement(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_kind text, p_amount bigint,
    p_reference text, p_description text, p_approval text default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_by hippo.app_user;
    v_book hippo.till_book;
    v_entry hippo.journal;
    v_shop integer;
    v_other hippo.account := case when p_kind in ('deposit', 'withdrawal') then 'bank'
                                  when p_kind in ('supply', 'drop') then 'shop_safe' else 'sundry' end::hippo.account;
    v_is_in boolean := p_kind in ('deposit', 'cash_in', 'supply');
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(coalesce(p_kind in ('deposit', 'withdrawal', 'cash_in', 'cash_out', 'supply', 'drop'), false), 'kind'),
            hippo.require(coalesce(p_amount between 1 and 1000000000000, false), 'amount'),
            hippo.remark_require(p_reference, 60, 'reference'), hippo.remark_require(p_description, 200, 'description'),
            hippo.require(p_kind <> 'cash_out' or length(btrim(p_description)) > 0, 'description');
    v_book := hippo.till_take(v_user, p_till_id);
    v_by := hippo.approval_use(v_user, p_approval, 'movement', p_kind, p_amount);
    select shop_id into v_shop from hippo.till where till_id = v_book.till_id;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id, p_kind, nullif(btrim(p_reference), ''),
                                   p_key, p_fingerprint);
    if v_is_in then
        v_entry := hippo.posting(v_entry, 'till_cash', v_book.till_id, v_other, v_shop, p_amount);
        perform hippo.sales_ask(v_book.till_id);
    else
        if p_kind in ('cash_out', 'withdrawal') then
            perform hippo.cash_limit_require('cashOut', v_user, v_book.till_id, p_amount);
        end if;
        perform hippo.cash_out_require(v_by, v_book, p_amount), hippo.till_cash_require(v_book.till_session_id, p_amount);
        v_entry := hippo.posting(v_entry, v_other, v_shop, 'till_cash', v_book.till_id, p_amount);
    end if;
    v_entry.at := hippo.clock();
    v_entry.reason := nullif(btrim(p_description), '');
    v_entry.after := json_build_object('movement', v_book.seq + 1, 'kind', p_kind, 'amount', p_amount,
        'reference', v_entry.subject, 'description', v_entry.reason, 'at', hippo.rfc3339(v_entry.at),
        'by', hippo.user_json(v_user.user_id), 'approvedBy', hippo.user_json(nullif(v_by.user_id, v_user.user_id)), 'till', hippo.till_json(v_book.till_id));
    if v_user.user_id <> v_book.user_id then
        v_entry.after := hippo.json_join(v_entry.after, json_build_object(
            'cash', hippo.till_cash(v_book.till_session_id) + case when v_is_in then p_amount else -p_amount end));
    end if;
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
