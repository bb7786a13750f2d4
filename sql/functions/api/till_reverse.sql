-- SPDX-License-Identifier: MIT
-- Purpose: undoes a movement of cash, or a float, that was entered wrong, and enters the right amount instead. Both are
--          entries of their own; the wrong one stays. It takes a second person: neither who made the movement nor who has the
--          till. Until the session is closed, also while it waits after the count, which is when most mistakes are found.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id; p_movement its number in the till's journal;
--             p_amount what it should have been, null for nothing; p_reason
-- Returns: json {movement, reverses, kind, amount, reference, description, at, by, till, cash, corrected {movement, kind,
--          amount}}
-- Errors: HP400 amount, reason; HP401; HP403 another shop's, own_movement, same_person, rights_too_new; HP404 no such till or
--         movement; HP409 not_reversible, already_reversed, till_closed, till_cash; HP422
create or replace function api.till_reverse(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_movement bigint, p_amount bigint, p_reason text)
returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_session hippo.till_session;
    v_old hippo.journal;
    v_entry hippo.journal;
    v_right hippo.journal;
    v_seq bigint;
    v_is_in boolean;
    v_change bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    p_reason := hippo.text_require(p_reason, 200, 'reason');
    perform hippo.require(p_amount is null or p_amount between 1 and 1000000000000, 'amount');
    select seq into v_seq from hippo.till_book where till_id = p_till_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', format('there is no till %s', p_till_id));
    end if;
    select * into v_session from hippo.till_session where till_id = p_till_id and state <> 'closed';
    select * into v_old from hippo.journal where scope = p_till_id and seq = p_movement;
    perform hippo.reversal_require(v_user, p_till_id, v_session, v_old);
    v_is_in := v_old.debit = 'till_cash';
    v_change := case when v_is_in then 1 else -1 end * (coalesce(p_amount, 0) - v_old.amount);
    perform hippo.till_cash_require(v_session.till_session_id, -v_change);

    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_session.till_id, 'reversal', p_movement::text, p_key,
                                   p_fingerprint);
    v_entry := hippo.posting(v_entry, v_old.credit, v_old.credit_id, v_old.debit, v_old.debit_id, v_old.amount);
    v_entry.at := hippo.clock();
    v_entry.reason := p_reason;
    v_right := v_entry;
    v_right.subject := v_old.subject;
    -- Cash comes in before it goes out: there is never less than nothing in a till, not even between two entries.
    v_entry.after := json_build_object(
        'movement', v_seq + case when v_is_in and p_amount is not null then 2 else 1 end,
        'reverses', p_movement, 'kind', 'reversal', 'amount', v_old.amount, 'reference', v_old.subject, 'description', p_reason,
        'at', hippo.rfc3339(v_entry.at), 'by', hippo.user_json(v_user.user_id), 'till', hippo.till_json(v_session.till_id),
        'cash', hippo.till_cash(v_session.till_session_id) + v_change,
        'corrected', case when p_amount is not null then json_build_object(
            'movement', v_seq + case when v_is_in then 1 else 2 end, 'amount', p_amount,
            'kind', case v_old.action when 'till_open' then 'supply' else v_old.action end) end);
    if not v_is_in then
        perform hippo.journal_append(v_entry);
    end if;
    if p_amount is not null then
        perform hippo.posting_extra(v_right, v_entry.after #>> '{corrected,kind}', v_old.debit, v_old.debit_id, v_old.credit,
                                    v_old.credit_id, p_amount);
    end if;
    if v_is_in then
        perform hippo.journal_append(v_entry);
    end if;
    if v_change > 0 then
        perform hippo.sales_ask(v_session.till_id);
    end if;
    update hippo.till_session set expected_minor = expected_minor + v_change
    where till_session_id = v_session.till_session_id and state = 'counted';
    return v_entry.after;
end
$$;
