-- SPDX-License-Identifier: MIT
-- Purpose: another count of a till session whose first one was wrong. While the session waits, the new count takes the place
--          of the old one; what it should be is known by then, so only a second person's count closes: neither the cashier's
--          nor that of who counted before. After the close the report stands, and what the safe got is corrected by an entry
--          of its own, once, by somebody who neither had the till, nor counted it, nor closed it.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_session_id; p_counts as in till_close; p_reason
-- Returns: json as hippo.session_json: state counted or closed; `correction` after the close
-- Errors: HP400 counts, reason; HP401; HP403 another's session, own_variance, same_person, rights_too_new; HP404; HP409
--         till_open, already_corrected, same_count; HP422
create or replace function api.till_recount(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_counts json, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_session hippo.till_session;
    v_old hippo.till_session;
    v_entry hippo.journal;
    v_counted bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_counted := hippo.cash_count(p_counts);
    p_reason := hippo.text_require(p_reason, 200, 'reason');
    select * into v_old from hippo.till_session where till_session_id = p_session_id;
    if not found then
        perform hippo.refuse(404, 'not_found', format('there is no till session %s', p_session_id));
    elsif v_user.role = 'cashier' and v_user.user_id <> v_old.user_id or v_user.role = 'supervisor'
        and v_user.shop_id <> (select shop_id from hippo.till where till_id = v_old.till_id) then
        perform hippo.refuse(403, 'forbidden', 'this is not your till');
    end if;
    perform from hippo.till_book where till_id = v_old.till_id for no key update;
    select * into v_old from hippo.till_session where till_session_id = p_session_id;
    if v_old.state = 'open' then
        perform hippo.refuse(409, 'till_open', 'the till is open: close it, that counts it');
    end if;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_old.till_id, 'recount', p_session_id::text);
    v_entry.at := hippo.clock();
    v_entry.reason := p_reason;
    v_entry.before := json_build_object('counted', v_old.counted_minor, 'counts', v_old.counts, 'by', v_old.counted_by);
    v_entry.after := json_build_object('counted', v_counted, 'counts', p_counts);
    if v_old.state = 'closed' then
        perform hippo.session_correct(v_old, v_user, v_counted, v_entry);
    else
        perform hippo.journal_append(v_entry);
        update hippo.till_session
        set counted_at = v_entry.at, counted_by = v_user.user_id, counts = p_counts,
            counted_minor = v_counted, reason = p_reason
        where till_session_id = p_session_id returning * into v_session;
        if v_user.user_id not in (v_old.user_id, v_old.counted_by) then
            perform hippo.other_person_require(v_user, v_old.user_id, v_old.opened_at),
                    hippo.other_person_require(v_user, v_old.counted_by, v_old.opened_at);
            perform hippo.session_close(v_session, v_user, p_token_hash, p_reason);
        end if;
    end if;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_old.till_id, 'till_recount', null, p_key, p_fingerprint);
    v_entry.after := hippo.session_json(v_old.till_session_id);
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
