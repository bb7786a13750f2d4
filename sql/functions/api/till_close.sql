-- SPDX-License-Identifier: MIT
-- Purpose: the end of a till session: the cash is counted, note by note, before anybody is told what it should be. Within
--          the tolerance, which holds for a cashier's day, it closes at once; over it, it waits for a supervisor or an admin
--          (till_verify). One of them who counts somebody else's till has looked at it already, and may close it with a reason.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id, null for the own till; p_counts json object
--             {"100000": 3, …}, denomination in minor units to pieces; p_reason for the variance, may be null;
--             p_is_handover the cash stays in the drawer for the next cashier of the till, may be null
-- Returns: json as hippo.session_json: state closed (the Z report) or counted
-- Errors: HP400 counts; HP401; HP403; HP403 same_person; HP404; HP409 till_closed; HP422
create or replace function api.till_close(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_counts json, p_reason text,
    p_is_handover boolean default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_book hippo.till_book;
    v_session hippo.till_session;
    v_entry hippo.journal;
    v_counted bigint;
    v_is_small boolean;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_counted := hippo.cash_count(p_counts);
    perform hippo.remark_require(p_reason, 200, 'reason');
    v_book := hippo.till_take(v_user, p_till_id);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id, 'count', null);
    v_entry.at := hippo.clock();
    v_entry.after := p_counts;
    v_entry.reason := nullif(btrim(p_reason), '');
    perform hippo.journal_append(v_entry);
    update hippo.till_session
    set state = 'counted', counted_at = v_entry.at, counted_by = v_user.user_id, counts = p_counts,
        counted_minor = v_counted, expected_minor = hippo.till_cash(till_session_id), reason = v_entry.reason,
        is_handover = coalesce(p_is_handover, false)
    where till_session_id = v_book.till_session_id returning * into v_session;
    perform hippo.exposure_return(v_book), hippo.turnover_book(v_book);
    update hippo.till_book set till_session_id = null, user_id = null where till_id = v_book.till_id;
    perform hippo.display_clear(v_book.till_id);
    delete from hippo.paper_seen where till_id = v_book.till_id; -- what was seen matters as long as papers are offered again
    v_is_small := hippo.variance_is_small(v_session);
    if v_is_small or (v_user.user_id <> v_session.user_id and v_entry.reason is not null) then
        if not v_is_small then
            perform hippo.other_person_require(v_user, v_session.user_id, v_session.opened_at, 'infinity');
        end if;
        perform hippo.session_close(v_session, v_user, p_token_hash, v_entry.reason);
    end if;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id, 'till_close', null, p_key, p_fingerprint);
    v_entry.after := hippo.session_json(v_session.till_session_id);
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
